/** The method by which `util.inspect`, and so `console.log`, asks a value how it looks. */
export const INSPECT = Symbol.for('nodejs.util.inspect.custom');

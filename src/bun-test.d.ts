/** The types of Bun's runner that the binding needs; Bun's own types are not installed here. */
declare module 'bun:test' {
  interface Matchers<T = unknown> {
    toBe(expected: T): void;
  }
  export const expect: { extend(matchers: object): void };
}

/** A moment on which tests with a fixed clock start. */
export const START = Date.parse('2026-11-24T09:00:00.000Z');

/** The last moment that a Date can hold, in epoch milliseconds. */
export const END_OF_TIME = 8.64e15;

/** Whether a value is epoch milliseconds that a Date can hold. */
export function isMoment(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= END_OF_TIME;
}

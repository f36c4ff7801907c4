import { later } from '../http/real-time.js';

/**
 * Waits in real time: only if a test asked for a slow connection.
 *
 * @param milliseconds of real time
 */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    later(milliseconds, resolve);
  });
}

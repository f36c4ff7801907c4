import { later } from '../http/real-time.js';

/**
 * Waits for real: only if a test asks for a slow wire.
 *
 * @param milliseconds of real time
 */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    later(milliseconds, resolve);
  });
}

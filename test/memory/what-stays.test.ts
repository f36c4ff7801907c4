/** Nothing of a world is reachable after reset(), nor of the fake after restore(). */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SLOW = 120_000;

test(
  'reset() lets go of the world, restore() of the fake, in every door',
  async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--expose-gc', '--import', 'tsx', join(__dirname, 'what-stays.ts')],
      { timeout: SLOW },
    );
    const { 'kB of a client': kilobytes, ...alive } = JSON.parse(stdout) as Record<string, unknown>;
    // Seven, where the SDK looks its defaults up.
    expect(kilobytes).toBeLessThan(3);
    expect(alive).toEqual({
      reset: [],
      restore: [],
      'reset with single clients': [],
      'restore with single clients': [],
    });
  },
  SLOW,
);

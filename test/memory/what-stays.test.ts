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
    expect(JSON.parse(stdout)).toEqual({
      reset: [],
      restore: [],
      'reset with single clients': [],
      'restore with single clients': [],
    });
  },
  SLOW,
);

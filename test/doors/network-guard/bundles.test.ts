/** The guard in native ES modules and against bundled copies of the SDK. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SLOW = 120_000;

test(
  'a bundled copy is stopped until it is attached, an imported one is the fake',
  async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', join(__dirname, 'bundles.ts')],
      { timeout: SLOW },
    );
    const stopped = expect.stringMatching(/was stopped before it left for AWS.*in a bundle/) as string;
    expect(JSON.parse(stdout)).toEqual({
      esm: stopped,
      cjs: stopped,
      imported: 'answered',
      attached: 'answered',
      names: [],
    });
  },
  SLOW,
);

/** Chromium, where there is one. Name it with FAKE_ECR_CHROMIUM if it is not on the PATH. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** For a browser that stays by itself: it asks nobody for updates or anything else. */
export const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-proxy-server',
];

/**
 * Where the browser is.
 *
 * @param what is skipped without one: the reason is printed
 */
export function findBrowser(what: string): string | undefined {
  const named = process.env['FAKE_ECR_CHROMIUM'];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates =
    named === undefined ? NAMES.flatMap((name) => folders.map((folder) => join(folder, name))) : [named];
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined) {
    process.stderr.write(
      `skipped: ${what} in a browser, since none of ${NAMES.join(', ')} is on the PATH (or set FAKE_ECR_CHROMIUM)\n`,
    );
  }
  return found;
}

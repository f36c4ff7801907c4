/**
 * The report in a real browser, without network. Where there is no Chromium the reason is printed; name one with
 * FAKE_ECR_CHROMIUM.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { artifact, image } from '../../src/index.js';
import { OTHER, SOURCE, scene } from '../support/scene.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // No name resolves, and no proxy is asked: whatever the document wanted to load would fail.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--no-proxy-server',
];
const PATIENCE = 60_000;

function findBrowser(): string | undefined {
  const named = process.env['FAKE_ECR_CHROMIUM'];
  if (named !== undefined) return existsSync(named) ? named : undefined;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) =>
    existsSync(path),
  );
}

const browser = findBrowser();
if (browser === undefined) {
  process.stderr.write(
    `skipped: the report in a browser, since none of ${NAMES.join(', ')} is on the PATH (or set FAKE_ECR_CHROMIUM)\n`,
  );
}
const inBrowser = browser === undefined ? test.skip : test;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fake-ecr-browser-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** The document as the browser has it after its scripts ran. */
function dump(file: string): string {
  return execFileSync(
    browser as string,
    [...FLAGS, `--user-data-dir=${join(folder, 'profile')}`, '--dump-dom', pathToFileURL(file).href],
    { encoding: 'utf8', timeout: PATIENCE, killSignal: 'SIGKILL', stdio: ['ignore', 'pipe', 'ignore'] },
  );
}

inBrowser(
  'a browser parses the report, draws the graph, runs its one script and nobody else’s',
  () => {
    const ecr = scene();
    const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments');
    const dr = ecr.registry(OTHER, 'eu-west-1').allowReplicationFrom(prod);
    prod.replicateTo([dr, ecr.registry('777788889999', 'us-east-1')]);
    const subject = image('v1');
    prod.push('payments:v1', subject);
    const hostile = '<script>document.title = "taken over"</script><img src=x onerror="document.title = 1">';
    prod.push('payments', artifact({ subject, artifactType: hostile }));
    const file = join(folder, 'report.html');
    ecr.report(file, { title: `Release ${hostile}` });

    const dom = dump(file);

    expect(dom).toContain(
      `<title>Release ${hostile.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</title>`,
    );
    // The script of the document shows the button; that of the hostile text did not run, and is not an element.
    expect(dom).toContain('<button type="button">Unfold or fold all</button>');
    expect(dom.match(/<script/g)).toHaveLength(1);
    expect(dom).not.toContain('<img');
    expect(dom.match(/<path class="line/g)).toHaveLength(2);
    expect(dom.match(/<g class="box/g)).toHaveLength(3);
    // Nothing was left open: what comes last in the document is still where it was put.
    expect(dom).toMatch(/<h2>Timeline<\/h2>[\s\S]*<script>[\s\S]*<\/script>\s*<\/body><\/html>\s*$/);
  },
  PATIENCE + 10_000,
);

/**
 * The report in a real browser, without network. Where there is no Chromium the reason is printed; name one with
 * FAKE_ECR_CHROMIUM.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { artifact, image } from '../../src/index.js';
import { QUIET, findBrowser } from '../support/browser.js';
import { OTHER, SOURCE, scene } from '../support/scene.js';

const FLAGS = [
  '--headless',
  ...QUIET,
  // No name resolves: whatever the document wanted to load would fail.
  '--host-resolver-rules=MAP * ~NOTFOUND',
];
const PATIENCE = 60_000;

const browser = findBrowser('the report');
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

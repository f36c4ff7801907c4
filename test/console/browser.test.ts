/** The console in a real browser that resolves no name: whatever it wanted from elsewhere would fail. */
import { readFileSync } from 'node:fs';
import {
  DescribeImagesCommand,
  ECRClient,
  PutImageCommand,
  PutRegistryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { type Browser, type BrowserContextOptions, type Page, chromium } from 'playwright-core';
import { artifact, image } from '../../src/index.js';
import { QUIET, findBrowser } from '../support/browser.js';
import { type ConsoleServer, serveConsole } from '../support/console-server.js';
import { OTHER, SOURCE, grant } from '../support/scene.js';

const executablePath = findBrowser('the console');
const inBrowser = executablePath === undefined ? test.skip : test;
const PATIENCE = 60_000;
jest.setTimeout(3 * PATIENCE);

const HOME = `${SOURCE}/us-west-2`;
const AWAY = `${OTHER}/eu-west-1`;

let browser: Browser | undefined;
let server: ConsoleServer;
/** What went wrong in the page, and what it asked for elsewhere. */
let troubles: string[];

beforeAll(async () => {
  if (executablePath === undefined) return;
  const args = [...QUIET, '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'];
  browser = await chromium.launch({ executablePath, args });
});
afterAll(() => browser?.close());

beforeEach(async () => {
  troubles = [];
  server = await serveConsole();
});
afterEach(async () => {
  for (const context of browser?.contexts() ?? []) await context.close();
  await server.close();
  expect(troubles).toEqual([]);
});

async function open(fragment = '', options: BrowserContextOptions = {}): Promise<Page> {
  const context = await (browser as Browser).newContext({
    viewport: { width: 1280, height: 800 },
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    // What a reset took away is asked for once more, and is not there.
    const isGone = message.text().includes('status of 404');
    if (message.type() === 'error' && !isGone) troubles.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${server.url}/`)) troubles.push(`asked for ${request.url()}`);
  });
  await page.goto(`${server.url}/_fake-ecr/${fragment}`);
  await page.locator('h1').waitFor();
  return page;
}

/** A client of an account, of the SDK, over HTTP. */
function client(account: string, region: string, maxAttempts = 3): ECRClient {
  const credentials = { accessKeyId: account, secretAccessKey: 'x' };
  return new ECRClient({ endpoint: server.url, region, credentials, maxAttempts });
}

/** A registry that sends to one of another account, which has not let it in. */
function twoRegistries() {
  const home = server.ecr.registry(SOURCE, 'us-west-2').createRepository('app');
  const away = server.ecr.registry(OTHER, 'eu-west-1');
  home.replicateTo(away);
  return { home, away };
}

inBrowser('push, a red edge, the reason, a grant, a green edge: without reload', async () => {
  twoRegistries();
  const [prod, dr] = [client(SOURCE, 'us-west-2'), client(OTHER, 'eu-west-1')];
  const push = (imageTag: string) =>
    prod.send(
      new PutImageCommand({ repositoryName: 'app', imageTag, imageManifest: image('release').manifest }),
    );
  // Without motion a colour changes at once.
  const page = await open('', { reducedMotion: 'reduce' });
  await page.evaluate('window.sameDocument = true');

  await push('v1');
  const colour = () =>
    page.evaluate("getComputedStyle(document.querySelector('.graph [data-state]')).stroke");
  await page.locator('.graph [data-state="blocked"]').waitFor();
  await page.getByRole('row').filter({ hasText: 'no registry policy, 1 failed' }).waitFor();
  const red = await colour();

  await page.getByRole('link', { name: `Why: ${HOME} to ${AWAY}` }).click();
  await page.locator('[data-code="access-denied"]').waitFor();
  const said = await page.locator('.answer').innerText();
  expect(said).toContain(`${AWAY} has no registry policy. It needs this statement:`);

  await dr.send(
    new PutRegistryPolicyCommand({
      policyText: JSON.stringify(grant({ account: OTHER, region: 'eu-west-1' })),
    }),
  );
  await push('v1-again');
  await page.getByRole('link', { name: 'Replication' }).click();
  await page.locator('.graph [data-state="carried"]').waitFor();
  expect(await colour()).not.toBe(red);
  expect(await page.evaluate('window.sameDocument')).toBe(true);
  prod.destroy();
  dr.destroy();
});

inBrowser('the grant is a button as well, and says what it did', async () => {
  const { home } = twoRegistries();
  home.push('app:v1', image('one'));
  const page = await open(`#/explain?image=app:v1&destination=${AWAY}`);
  const mending = page.locator('section.card').filter({ hasText: `Let ${SOURCE} in` });
  await mending.getByText('The same as').click();
  const texts = await mending.locator('pre').allInnerTexts();
  expect(texts).toEqual([
    `curl -X POST ${server.url}/_fake-ecr/grant -d '{"to":"${AWAY}","from":"${SOURCE}"}'`,
    `ecr.registry('${OTHER}', 'eu-west-1').allowReplicationFrom('${SOURCE}');`,
  ]);
  await mending.getByRole('button', { name: 'Grant' }).click();
  await page.getByRole('status').filter({ hasText: 'now lets' }).waitFor();
  home.push('app:v1', image('two'));
  await page.locator('.answer .badge.good').waitFor();
});

/** A world with something on every page. */
function fullWorld(): readonly string[] {
  const { home } = twoRegistries();
  const own = server.ecr.registry(SOURCE, 'us-east-1');
  home.replicateTo(own);
  const subject = image('subject');
  home.push('app:v1', subject);
  const hostile = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
  home.push('app', artifact({ subject, artifactType: hostile }));
  home.setScanFindings('app:v1', [{ name: 'CVE-2026-1', severity: 'HIGH', description: hostile }]);
  home.repository('app').setLifecyclePolicy({
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
        action: { type: 'expire' },
      },
    ],
  });
  own.allowReplicationFrom(OTHER);
  server.ecr.outage('eu-west-1');
  server.ecr.stallReplication({ repository: 'app' });
  home.push('app:v2', image('two'));
  const at = `registry=${HOME}&repository=app`;
  return [
    '',
    `#/registry?registry=${SOURCE}/us-east-1`,
    `#/repository?${at}`,
    `#/image?${at}&digest=${subject.digest}`,
    '#/timeline',
    `#/explain?image=app:v1&destination=${AWAY}`,
  ];
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

inBrowser.each([
  ['light', 1280],
  ['dark', 1280],
  ['dark', 400],
] as const)('axe finds nothing in %s at %i pixels', async (colorScheme, width) => {
  const pages = fullWorld();
  const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  const page = await open('', { colorScheme, viewport: { width, height: 800 } });
  await page.evaluate(axe);
  for (const fragment of pages) {
    await page.evaluate(`location.hash = ${JSON.stringify(fragment === '' ? '#/' : fragment)}`);
    await page.locator('h1').waitFor();
    await page.locator('main').filter({ hasNotText: 'Reading …' }).waitFor();
    for (const summary of await page.locator('main summary').all()) await summary.click();
    const { violations } = await page.evaluate<AxeResult>('axe.run()');
    expect([
      fragment,
      violations.map(({ id, nodes }) => [
        id,
        ...nodes.map((one) => `${one.html} ${one.failureSummary ?? ''}`),
      ]),
    ]).toEqual([fragment, []]);
    // Text from the world is text: nothing of it ran, and no element came of it.
    expect(await page.title()).toMatch(/ · fake-ecr$/);
    expect(await page.locator('main img, main script').count()).toBe(0);
  }
});

inBrowser(
  'everything is done by keyboard: skip, choose an image, reset after a second question',
  async () => {
    const { home } = twoRegistries();
    for (const tag of ['one', 'two', 'three']) home.push(`app:${tag}`, image(tag));
    const page = await open(`#/repository?registry=${HOME}&repository=app`);
    await page.getByRole('grid', { name: 'Images' }).locator('.tag').nth(2).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    for (let step = 0; step < 10; step += 1) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate("document.activeElement.getAttribute('role')")) === 'grid') break;
    }
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'app:one' }).waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');

    await page.getByRole('button', { name: 'Reset …' }).focus();
    await page.keyboard.press('Enter');
    expect(server.ecr.registry(SOURCE, 'us-west-2').repository('app').exists).toBe(true);
    await page.getByRole('button', { name: 'Reset the world' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'The world began anew.' }).waitFor();
    expect(server.ecr.registry(SOURCE, 'us-west-2').repository('app').exists).toBe(false);
  },
);

inBrowser('faults made by clicks are listed with what is left of them, and end by a click', async () => {
  twoRegistries();
  const home = client(SOURCE, 'us-west-2', 1);
  const page = await open();
  const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  const faults = page.getByRole('list', { name: 'Faults in force' }).getByRole('listitem');
  const card = (title: string) =>
    page.locator('.card').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
  await card('Faults').getByText('None: everything works.').waitFor();

  await card('Outage').getByLabel('Region').fill('eu-west-1');
  await card('Outage').getByRole('button', { name: 'Begin outage' }).click();
  await card('Stall').getByLabel('Repository').fill('app');
  await card('Stall').getByRole('button', { name: 'Begin stall' }).click();
  await card('Fail').getByLabel('Operation').fill('DescribeImages');
  await card('Fail').getByLabel('How often').selectOption('2');
  await card('Fail').getByRole('button', { name: 'Let it fail' }).click();
  await faults.nth(2).waitFor();
  expect(await faults.locator('> div > span').allInnerTexts()).toEqual([
    'eu-west-1 is down until it is ended',
    'replications of app to everywhere are stuck until it is ended',
    'DescribeImages fails with ThrottlingException 2 left',
  ]);

  // A button beside a long text stays as wide as its word.
  const { height = 0 } = (await faults.nth(1).getByRole('button', { name: /^End/ }).boundingBox()) ?? {};
  expect(height).toBeLessThan(40);

  // Of its two times one is used up by a caller, while somebody looks.
  const refused = home.send(new DescribeImagesCommand({ repositoryName: 'app' }));
  await expect(refused).rejects.toThrow();
  const failure = faults.filter({ hasText: 'DescribeImages' });
  await failure.getByText('1 left').waitFor();
  await failure.getByText('The same as').click();
  expect(await failure.locator('pre').allInnerTexts()).toEqual([
    `curl -X POST ${server.url}/_fake-ecr/fail -d '{"operation":"DescribeImages","code":"ThrottlingException","end":true}'`,
    'fault.end();',
  ]);
  for (const summary of await page.locator('aside summary').all()) {
    if ((await summary.locator('..').getAttribute('open')) === null) await summary.click();
  }
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResult>('axe.run()');
  expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);

  await failure.getByRole('button', { name: /^End: / }).click();
  await page.getByRole('status').filter({ hasText: 'DescribeImages works again.' }).waitFor();
  await home.send(new DescribeImagesCommand({ repositoryName: 'app' }));
  await page.getByRole('button', { name: 'End: eu-west-1 is down' }).click();
  await faults.nth(1).waitFor({ state: 'detached' });
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Faults');
  await page.getByRole('button', { name: /^End: replications/ }).click();
  await card('Faults').getByText('None: everything works.').waitFor();
  home.destroy();
});

inBrowser('the timeline is live, and its filters are in the address', async () => {
  const { home } = twoRegistries();
  home.push('app:v1', image('one'));
  const page = await open('#/timeline');
  await page.locator('.timeline .failed').first().waitFor();
  await page.getByLabel('Outcome').selectOption('failed');
  await page.getByLabel('Text').fill('v2');
  await page.getByText('Nothing that fits happened.').waitFor();
  home.push('app:v2', image('two'));
  await page.locator('.timeline .failed').first().waitFor();
  expect(page.url()).toContain('outcome=failed&text=v2');
  expect(await page.locator('.timeline li:not(.failed)').count()).toBe(0);
});

inBrowser(
  'of ten thousand images a few are drawn and a few pages read, from the first to the last',
  async () => {
    const home = server.ecr.registry(SOURCE, 'us-west-2').createRepository('app');
    for (let number = 0; number < 10_000; number += 1) home.push(`app:v${number}`, image(`image ${number}`));
    const page = await open(`#/repository?registry=${HOME}&repository=app`);
    const list = page.getByRole('grid', { name: 'Images' });
    await list.getByText('v9999', { exact: true }).waitFor();
    expect(await list.getAttribute('aria-rowcount')).toBe('10001');
    let requests = 0;
    page.on('request', () => (requests += 1));
    for (const [place, tag] of [
      [0.5, 'v4999'],
      [0.9, 'v999'],
      [0, 'v9999'],
    ] as const) {
      await page.evaluate(
        `(() => { const box = document.querySelector('.list'); box.scrollTop = box.scrollHeight * ${place}; })()`,
      );
      await list.getByText(tag, { exact: true }).waitFor();
      expect(await list.getByRole('row').count()).toBeLessThan(60);
    }
    await list.focus();
    await page.keyboard.press('End');
    await list.getByText('v0', { exact: true }).waitFor();
    expect(await list.locator('.active').innerText()).toContain('v0');
    expect(requests).toBeLessThan(40);
  },
);

/** Takes the picture of the console that stands in the README: `npm run generate:screenshot`. Needs Chromium. */
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { pageOf } from '../src/doors/http/console-page.js';
import { startHttpServer } from '../src/doors/http/http-server.js';
import { controlOf } from '../src/fake/control-of.js';
import { FakeWorld } from '../src/fake/fake-world.js';
import { simulationOf } from '../src/fake/simulation-of.js';
import { image } from '../src/index.js';
import { QUIET, findBrowser } from '../test/support/browser.js';
import { START } from '../test/support/start.js';
import { buildConsole } from './build-console.js';
import { ROOT } from './packed-package.js';

/** A release that reached one account, not the other, and is late in a third registry. */
function scene(): FakeWorld {
  const ecr = new FakeWorld({ layers: 'assumed', now: START });
  const prod = ecr.registry('111122223333', 'us-west-2').createRepository('payments').createRepository('web');
  const standby = ecr.registry('111122223333', 'us-east-1');
  const sydney = ecr.registry('444455556666', 'ap-southeast-2').allowReplicationFrom(prod);
  const frankfurt = ecr.registry('444455556666', 'eu-central-1');
  prod.replicateTo([standby, sydney, frankfurt], { prefix: 'payments' });
  for (const version of ['1.0', '1.1', '1.2', '1.3']) prod.push(`payments:${version}`, image(version));
  for (const version of ['7', '8']) prod.push(`web:${version}`, image(`web ${version}`));
  ecr.stallReplication({ to: standby });
  prod.push('payments:1.4', image('1.4'));
  return ecr;
}

const executablePath = findBrowser('the picture');
if (executablePath === undefined) process.exit(1);
const ecr = scene();
const simulation = simulationOf(ecr);
const { script, style } = buildConsole(ROOT);
const page = pageOf(script, style);
const server = await startHttpServer({ wire: simulation, control: controlOf(ecr, simulation), page });
const browser = await chromium.launch({ executablePath, args: [...QUIET] });
const viewport = { width: 1240, height: 760 };
const shown = await browser.newPage({ viewport, colorScheme: 'light', reducedMotion: 'reduce' });
await shown.goto(`${server.url}/_fake-ecr/`);
await shown.locator('.live:not(.off)').waitFor();
await shown.locator('.graph [data-state="blocked"]').waitFor();
await shown.screenshot({ path: join(ROOT, 'docs/images/console.png') });
await browser.close();
await server.close();

/** A world behind an endpoint with the console, which is built from its sources. */
import { join } from 'node:path';
import { type ConsolePage, pageOf } from '../../src/doors/http/console-page.js';
import { type RunningServer, startHttpServer } from '../../src/doors/http/http-server.js';
import { controlOf } from '../../src/fake/control-of.js';
import { FakeWorld } from '../../src/fake/fake-world.js';
import { simulationOf } from '../../src/fake/simulation-of.js';
import type { FakeWorldOptions } from '../../src/fake/options.js';
import { openSts } from '../../src/fake/open-sts.js';
import { buildConsole } from '../../tools/build-console.js';
import { START } from './start.js';

export interface ConsoleServer extends RunningServer {
  readonly ecr: FakeWorld;
}

let built: ConsolePage | undefined;

/** The page, built once. */
export function builtPage(): ConsolePage {
  if (built === undefined) {
    const { script, style } = buildConsole(join(__dirname, '../..'));
    built = pageOf(script, style);
  }
  return built;
}

export async function serveConsole(options: FakeWorldOptions = {}): Promise<ConsoleServer> {
  const ecr = new FakeWorld({ layers: 'assumed', now: START, ...options });
  const simulation = simulationOf(ecr);
  openSts(simulation);
  const control = controlOf(ecr, simulation);
  const running = await startHttpServer({ wire: simulation, control, page: builtPage() });
  return { ...running, ecr };
}

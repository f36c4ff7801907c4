import * as sdk from '@aws-sdk/client-ecr';
import { START } from '../support/start.js';
import { FakeWorld } from '../../src/fake/fake-world.js';
import type { Places } from '../../src/verify/fidelity/place.js';
import type { Probe } from '../../src/verify/fidelity/probe.js';
import { type Run, type RunOptions, showStatements } from '../../src/verify/fidelity/run.js';

export const HOME = { account: '111122223333', region: 'us-west-2' };
export const OTHER = { account: '444455556666', region: 'us-west-2' };
export const PREFIX = 'fake-ecr-verify-0a1b2c';

/** What an endpoint answers, to be changed on the way. */
export interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/** Changes answers of an operation. */
export type Tamper = (operation: string, answer: Answer, input: Record<string, unknown>) => void;

/** Registries that stand for real ones: a world of their own, whose answers can be other than a fake's. */
export class RealRegistries {
  readonly world = new FakeWorld({ layers: 'required', now: START });
  readonly #clients: sdk.ECRClient[] = [];

  constructor(private readonly tamper: Tamper = () => undefined) {}

  get places(): Places {
    return {
      home: this.place(HOME),
      elsewhere: this.place({ account: HOME.account, region: 'eu-west-1' }),
      other: this.place(OTHER),
    };
  }

  place({ account, region }: { readonly account: string; readonly region: string }) {
    const handler = this.world.requestHandler();
    const requestHandler = {
      metadata: handler.metadata,
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
      handle: async (request: Parameters<typeof handle>[0], options: Parameters<typeof handle>[1]) => {
        const { response } = await handle(request, options);
        const target = request.headers['x-amz-target'] ?? '';
        const text = new TextDecoder().decode(response.body);
        const answer: Answer = {
          statusCode: response.statusCode,
          headers: response.headers,
          body: JSON.parse(text === '' ? '{}' : text) as Record<string, unknown>,
        };
        this.tamper(
          target.slice(target.indexOf('.') + 1),
          answer,
          JSON.parse(textOf(request.body)) as Record<string, unknown>,
        );
        const body = new TextEncoder().encode(JSON.stringify(answer.body));
        return { response: { ...response, statusCode: answer.statusCode, body } };
      },
    };
    const handle = handler.handle.bind(handler);
    const client = new sdk.ECRClient({
      region,
      credentials: this.world.credentials(account),
      requestHandler: requestHandler as never,
      maxAttempts: 1,
    });
    this.#clients.push(client);
    return { client, account, region };
  }

  /** Time passes in them as well. */
  readonly wait = (milliseconds: number): Promise<void> => {
    this.world.clock.advance(milliseconds);
    this.world.settle();
    return Promise.resolve();
  };

  run(probes: readonly Probe[], options: Partial<RunOptions> = {}): Promise<Run> {
    return showStatements({
      sdk,
      places: this.places,
      probes,
      prefix: PREFIX,
      allowsRegistrySettings: true,
      wait: this.wait,
      ...options,
    });
  }

  close(): void {
    for (const client of this.#clients) client.destroy();
  }
}

function textOf(body: unknown): string {
  if (body === undefined) return '{}';
  return typeof body === 'string' ? body : new TextDecoder().decode(body as Uint8Array);
}

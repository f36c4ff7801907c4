/** One contract, every door: the same calls have the same answers. */
import * as sdk from '@aws-sdk/client-ecr';
import { operationNames } from '../../src/api/facts.js';
import { fakeEcrWorld } from '../../src/fake/fake-world.js';
import { serve } from '../../src/http.js';
import { fakeEcr } from '../../src/index.js';
import type { FakeWorld } from '../../src/request-handler.js';
import { SOURCE, START } from '../support/scene.js';
import { CALLS, STEPS } from './steps.js';

const OPTIONS = { now: START, seed: 7, replication: 'manual' } as const;
// One attempt: a failing service is to be seen, and not tried again.
const CONFIG = {
  region: 'us-west-2',
  credentials: { accessKeyId: SOURCE, secretAccessKey: 'x' },
  maxAttempts: 1,
};

type Body = Record<string, unknown>;
type Send = (command: object) => Promise<Body>;
type Command = new (input: object) => object;

/** What became of a call: everything that a program can see of it. */
interface Told {
  readonly call: string;
  readonly outcome: string;
  readonly metadata: object;
  readonly body: Body;
}

/** Tells the story; answers what became of each call. */
async function tell(client: sdk.ECRClient, ecr: FakeWorld): Promise<Told[]> {
  const told: Told[] = [];
  const answers: Record<string, Body> = {};
  for (const step of STEPS) {
    if (typeof step === 'function') {
      step(ecr);
      continue;
    }
    const { operation, input } = step;
    const given = input((name) => answers[name] ?? {});
    const Command = (sdk as unknown as Record<string, Command>)[`${operation}Command`] as Command;
    const call = `${told.length + 1} ${operation}`;
    try {
      const { $metadata, ...body } = await (client.send as Send).call(client, new Command(given));
      answers[operation] = body;
      told.push({ call, outcome: 'success', metadata: facts($metadata), body });
    } catch (error) {
      told.push({ call, ...refusalFacts(error as Refusal) });
    }
  }
  return told;
}

type Refusal = Error & { readonly $metadata?: unknown };

function refusalFacts(error: Refusal): Omit<Told, 'call'> {
  const { $metadata, ...members } = error as unknown as Body;
  return {
    outcome: error.name,
    metadata: facts($metadata),
    body: {
      ...members,
      message: error.message,
      class: error.constructor.name,
      isServiceException: error instanceof sdk.ECRServiceException,
    },
  };
}

/** Request ids are those of the world, and so the same behind every door. */
function facts(metadata: unknown): object {
  const { httpStatusCode, requestId, attempts, totalRetryDelay } = metadata as Body;
  return { httpStatusCode, requestId, attempts, totalRetryDelay };
}

const DOORS: Record<string, () => Promise<Told[]>> = {
  'the client mock': async () => {
    const ecr = fakeEcr(OPTIONS);
    try {
      return await tell(new sdk.ECRClient(CONFIG), ecr);
    } finally {
      ecr.restore();
    }
  },
  'the request handler': () => {
    const ecr = fakeEcrWorld(OPTIONS);
    return tell(new sdk.ECRClient({ ...CONFIG, requestHandler: ecr.requestHandler() }), ecr);
  },
  'the aggregated client on the request handler': () => {
    const ecr = fakeEcrWorld(OPTIONS);
    return tell(new sdk.ECR({ ...CONFIG, requestHandler: ecr.requestHandler() }), ecr);
  },
  HTTP: async () => {
    const server = await serve(OPTIONS);
    const client = new sdk.ECRClient({ ...CONFIG, endpoint: server.url });
    try {
      return await tell(client, server.ecr);
    } finally {
      client.destroy();
      await server.close();
    }
  },
};

test('each operation works and is refused in the story', () => {
  const withOutcome = (isWanted: (outcome: string) => boolean) =>
    [...new Set(CALLS.filter(({ outcome }) => isWanted(outcome)).map(({ operation }) => operation))].sort();
  expect(withOutcome((outcome) => outcome === 'success')).toEqual([...operationNames].sort());
  expect(withOutcome((outcome) => outcome !== 'success')).toEqual([...operationNames].sort());
});

test.each(Object.keys(DOORS))('%s answers as the story says', async (door) => {
  const told = await (DOORS[door] as () => Promise<Told[]>)();
  expect(told.map(({ call, outcome }) => `${call}: ${outcome}`)).toEqual(
    CALLS.map(({ operation, outcome }, index) => `${index + 1} ${operation}: ${outcome}`),
  );
});

test.each(Object.keys(DOORS).slice(1))(
  '%s answers as the client mock does, member by member',
  async (door) => {
    const expected = await (DOORS['the client mock'] as () => Promise<Told[]>)();
    const told = await (DOORS[door] as () => Promise<Told[]>)();
    told.forEach((one, index) => {
      const like = expected[index];
      // The endpoint serves the bytes of a layer itself, and its URL says so; all else is the same.
      const url = door === 'HTTP' ? one.body['downloadUrl'] : undefined;
      if (url !== undefined) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/_starport\//);
      expect(one).toStrictEqual(
        url === undefined ? like : { ...like, body: { ...like?.body, downloadUrl: url } },
      );
    });
    expect(told).toHaveLength(expected.length);
  },
);

test('events say what was so when they were raised, whether they are read at once or in the end', async () => {
  const told = async (read: (ecr: FakeWorld) => void) => {
    const ecr = fakeEcrWorld({ ...OPTIONS, replication: 'instant' });
    read(ecr);
    await tell(new sdk.ECRClient({ ...CONFIG, requestHandler: ecr.requestHandler() }), ecr);
    ecr.clock.advance(40 * 24 * 3_600_000);
    return ecr.events;
  };
  // Whoever listens has each event read on the spot.
  const atOnce = await told((ecr) => ecr.onEvent(() => undefined));
  const inTheEnd = await told(() => undefined);

  expect(inTheEnd).toStrictEqual(atOnce);
  expect([...new Set(inTheEnd.map((event) => event['detail-type']))].sort()).toEqual([
    'ECR Image Action',
    'ECR Image Scan',
    'ECR Replication Action',
    'ECR Replication Backfill Action',
  ]);
});

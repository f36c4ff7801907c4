import { ECRClient } from '@aws-sdk/client-ecr';
import { mockClient } from 'aws-sdk-client-mock';
import { type Failure, isFailure } from '../src/aws/failure.js';
import { type FakeEcr, type FakeEcrOptions, fakeEcr, image } from '../src/index.js';
import type { FakeWorld } from '../src/fake/fake-world.js';
import { simulationOf } from '../src/fake/simulation-of.js';
import type { OperationName } from '../src/api/facts.js';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

const template = image('bench').manifest;

/** A different manifest for each number, all of the same shape, as flat text like that of a file. */
export function manifestNumber(number: number): string {
  return [template.slice(0, -1), ',"annotations":{"number":"', number, '"}}'].join('');
}

/** A fake whose quotas are out of the way. */
export function benchFake(options: FakeEcrOptions = {}): FakeEcr {
  const limits = {
    imagesPerRepository: Infinity,
    repositoriesPerRegistry: Infinity,
    basicScansPerDay: Infinity,
  };
  return fakeEcr({ layers: 'assumed', limits, ...options });
}

/** A repository with so many tagged images, each with its own manifest. */
export function fill(ecr: FakeEcr, repository: string, count: number): void {
  const registry = ecr.registry(ACCOUNT, REGION).createRepository(repository);
  const one = image('bench');
  for (let number = 0; number < count; number += 1) {
    registry.push(`${repository}:v${number}`, { ...one, manifest: manifestNumber(number), blobs: [] });
  }
}

/** Calls an operation, and answers its output. */
export type Call = (operation: OperationName, input?: object) => Record<string, unknown>;

/** Calls the model itself, without any door; a refusal is an error. */
export function caller(ecr: FakeWorld): Call {
  return callerThat(ecr, ({ code, message }, operation) => {
    throw new Error(`${operation}: ${code}: ${message ?? ''}`);
  });
}

/** The same, for preparations: what is there already, or gone already, needs none; the run itself tells. */
export function preparer(ecr: FakeEcr): Call {
  return callerThat(ecr, () => ({}));
}

function callerThat(
  ecr: FakeWorld,
  refused: (failure: Failure, operation: OperationName) => Record<string, unknown>,
): Call {
  const { service: model, callers } = simulationOf(ecr);
  const scope = { caller: callers.administrator(ACCOUNT), region: REGION };
  return (operation, input = {}) => {
    const { outcome } = model.dispatch(operation, input, scope);
    return isFailure(outcome) ? refused(outcome, operation) : (outcome as Record<string, unknown>);
  };
}

/** A separate class, so that the bare stub and the fake can be used side by side. */
class StubbedClient extends ECRClient {}

/** What people have without the fake: `mockClient(ECRClient).on(Command).resolves({})`. */
export class BareStub {
  readonly client: ECRClient;
  private readonly mock = mockClient(StubbedClient);
  private sent = 0;

  constructor() {
    this.client = new StubbedClient({ region: REGION });
  }

  /** From now on it answers this command alone: each further one slows a stub down. */
  answers(command: new (input: never) => object): void {
    this.mock.reset();
    this.mock.on(command as never).resolves({});
  }

  /** Sinon keeps every call: without this, memory is what would be measured. */
  tidy(): void {
    this.sent += 1;
    if (this.sent % 2000 === 0) this.mock.resetHistory();
  }

  restore(): void {
    this.mock.restore();
  }
}

/** Empties the history of the fake's own stub now and then, as {@link BareStub.tidy} does. */
export function tidier(ecr: FakeEcr): () => void {
  let sent = 0;
  return () => {
    sent += 1;
    if (sent % 2000 === 0) ecr.mock.resetHistory();
  };
}

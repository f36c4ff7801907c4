import type * as Sdk from '@aws-sdk/client-ecr';
import type { OperationName } from '../../../src/api/facts.js';
import { Failure, type Outcome } from '../../../src/aws/failure.js';
import type { Answer, Dispatcher, PreparedCall, Scope } from '../../../src/service/call.js';
import {
  ClientMockDoor,
  type ClientMockDoorOptions,
} from '../../../src/doors/client-mock/client-mock-door.js';
import { Callers } from '../../../src/iam/credentials.js';

export interface Dispatched {
  readonly operation: string;
  readonly input: unknown;
  readonly scope: Scope;
}

/** Stands in for the model: remembers what came in, and answers what it was told to. */
class RecordingDispatcher implements Dispatcher {
  readonly seen: Dispatched[] = [];
  answer: (call: Dispatched) => Outcome<object> = () => ({ answeredBy: 'model' });

  prepare(operation: string, input: unknown): PreparedCall {
    return {
      operation: operation as OperationName,
      input: structuredClone(input) as Record<string, unknown>,
    };
  }

  dispatch(operation: string, input: unknown, scope: Scope): Answer {
    return this.perform(this.prepare(operation, input), scope);
  }

  perform({ operation, input }: PreparedCall, scope: Scope): Answer {
    const call = { operation, input, scope };
    this.seen.push(call);
    return { requestId: `request-${this.seen.length}`, outcome: this.answer(call) };
  }

  refuse(code: string, message?: string, members?: Record<string, unknown>): void {
    this.answer = () => new Failure(code, message, members);
  }

  get operations(): string[] {
    return this.seen.map(({ operation }) => operation);
  }
}

const doors: ClientMockDoor[] = [];

/** A door over a recording dispatcher, as the options say. */
export function openDoor(options: Partial<ClientMockDoorOptions> = {}) {
  const model = new RecordingDispatcher();
  const callers = new Callers();
  const door = new ClientMockDoor({
    dispatcher: model,
    callers,
    defaultRegion: 'us-east-1',
    resolveCredentials: 'auto',
    ...options,
  });
  doors.push(door);
  return { door, model, callers, mock: door.mock };
}

export function closeDoors(): void {
  for (const door of doors.splice(0).reverse()) door.restore();
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('It did not reject.');
}

/** Another copy of the SDK, as a bundled library or a reset module registry has it. */
export function anotherSdk(): typeof Sdk {
  const copies: (typeof Sdk)[] = [];
  jest.isolateModules(() => copies.push(jest.requireActual('@aws-sdk/client-ecr')));
  return copies[0] as typeof Sdk;
}

/** What a call on the object would reach, as a value to compare. */
export function sendOf(object: object): unknown {
  return (object as { send?: unknown }).send;
}

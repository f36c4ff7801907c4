import type { ECRClient } from '@aws-sdk/client-ecr';
import type { AwsClientStub } from 'aws-sdk-client-mock';
import { isFailure } from '../../aws/failure.js';
import { FakeEcrError } from '../../lib/misuse.js';
import type { Dispatcher, PreparedCall, Scope } from '../../service/call.js';
import type { Declaration } from '../../service/declarations.js';
import { isEcrRequestHandler } from '../request-handler/own-handler.js';
import { abortError, attachHint, exceptionOf, responseMetadata } from '../sdk-exceptions.js';
import { Attachment } from './attachment.js';
import { type Binding, ClientScopes, type ClientScopesOptions, isPromise } from './client-scopes.js';
import { commandName } from './command-name.js';
import type { Entrance } from './entrance.js';
import { inTheWay } from './in-the-way.js';
import { type Link, leadToFake } from './made-client.js';
import { type LoadedCopy, loadedCopies } from './sdk-copies.js';
import { DEFAULT_SDK, type SdkModule, classesBehind, classesFor, sendOwnerOf } from './sdk-module.js';
import type { CallSite, SendArguments, SinonSandbox } from './send-stub.js';
import { SendTarget, doorOf } from './send-target.js';
import type { PassedBy } from './stopped-call.js';

export type { SdkModule } from './sdk-module.js';
export interface ClientMockDoorOptions extends ClientScopesOptions {
  readonly dispatcher: Dispatcher;
  /** Another copy of the SDK to attach to; the one this package finds by default. */
  readonly sdk?: SdkModule;
  /** Attach to these clients only. */
  readonly clients?: readonly object[];
  /** A sinon sandbox to stub in. */
  readonly sandbox?: unknown;
}

/**
 * The SDK's default, said outright. Left out, each new client looks it up in the environment, and Node keeps the
 * refused promises of that look-up (7 kB a client) until the event loop turns, which a suite without I/O never lets
 * it do [observed with 3.1169].
 */
const WITHOUT_LOOK_UP = { defaultsMode: 'legacy' };

type ClientClass = new (configuration: object) => object;

/**
 * The main door: every `send` of the attached clients goes to the dispatcher, through an ordinary stub of
 * `aws-sdk-client-mock` whose overrides win.
 *
 * A command is dispatched before `send` returns once its client's Region and caller are known. They are known after
 * the first call, which is dispatched a few microtasks later, because the SDK returns even a plain text Region as a
 * promise. Commands of one client are always dispatched in the order
 * in which they were sent.
 */
export class ClientMockDoor {
  private readonly attachments: Attachment[] = [];
  private readonly scopes: ClientScopes;
  private readonly link: Link = { answer: (...call) => this.answer(...call) };
  private readonly waiting = new WeakMap<object, Promise<void>>();

  /** @throws FakeEcrError if another stub is in the way */
  constructor(private readonly options: ClientMockDoorOptions) {
    this.scopes = new ClientScopes(options);
    try {
      if (options.clients === undefined) this.attach(options.sdk ?? DEFAULT_SDK);
      else for (const client of options.clients) this.attach(client);
    } catch (error) {
      // If the constructor throws, there is no fake to restore.
      this.restore();
      throw error;
    }
    if (this.attachments.length === 0) {
      throw new FakeEcrError(
        'No client was given to attach to.',
        'Leave `clients` out to attach to all of them.',
      );
    }
  }

  /** The stub of the first attached target. */
  get mock(): AwsClientStub<ECRClient> {
    return (this.attachments[0] as Attachment).mock;
  }

  /** Overrides that a test put on any of the mocks. */
  get declarations(): readonly Declaration[] {
    return this.attachments.flatMap(({ overrides }) => overrides.all);
  }

  /**
   * Attaches to another copy of the SDK, to a client class or to one client. Existing attachments stay.
   *
   * @throws FakeEcrError if it is none of these, or another stub is in the way
   */
  attach(sdkOrClient: object): this {
    const target = new SendTarget(sendOwnerOf(sdkOrClient));
    const { stub, ownStub } = target;
    if (stub !== undefined && doorOf(stub) === this) return this;
    if (ownStub !== undefined) throw inTheWay(target);

    const { sdk, sandbox } = this.options;
    const classes = classesFor(target.object, [sdkOrClient, sdk, DEFAULT_SDK]);
    const attachment = new Attachment(target, {
      door: this,
      name: 'ecr.mock',
      answer: (...call) => this.answer(...call),
      ...(classes === undefined ? {} : { classes }),
      ...(sandbox === undefined ? {} : { sandbox: sandbox as SinonSandbox }),
    });
    // A restored target that is attached again keeps its position.
    const earlier = this.attachments.findIndex((one) => one.target.object === target.object);
    this.attachments.splice(earlier === -1 ? this.attachments.length : earlier, 1, attachment);
    return this;
  }

  /** Attaches to the loaded copies of the SDK, unless the test has stubbed them itself. */
  attachToCopies(): void {
    for (const { sdk } of this.strangers()) this.attach(sdk);
  }

  /** Why a client's call may have bypassed this door. */
  passedBy(): PassedBy {
    return {
      takenOff: this.attachments.flatMap(({ takenOff }) => takenOff ?? []),
      copies: this.strangers().map(({ path }) => path),
    };
  }

  private strangers(): readonly LoadedCopy[] {
    return loadedCopies().filter(({ sdk }) => {
      const target = new SendTarget(sendOwnerOf(sdk));
      return (
        !this.attachments.some((one) => one.target.object === target.object) && target.stub === undefined
      );
    });
  }

  /** Sets the caller or the Region of a client. @returns the client */
  bind<C extends object>(client: C, binding: Binding): C {
    this.scopes.bind(client, binding);
    return client;
  }

  /** A new client of the first attached copy, answered by this door. */
  client(configuration: object): ECRClient {
    const { target, classes } = this.attachments[0] as Attachment;
    const client = new (target.object.constructor as ClientClass)({ ...WITHOUT_LOOK_UP, ...configuration });
    const { stub } = new SendTarget(client);
    if (stub === undefined || doorOf(stub) !== this) leadToFake(client, this.link, classes);
    return client as ECRClient;
  }

  /**
   * Forgets calls and overrides of all stubs, and installs removed stubs again.
   *
   * @throws FakeEcrError if another stub is in the way, or the door was restored
   */
  reset(): void {
    for (const attachment of this.attachments) attachment.reset();
  }

  /** Restores every client's own `send`, permanently. */
  restore(): void {
    this.link.answer = undefined;
    for (const attachment of this.attachments) attachment.release();
  }

  private answer(entrance: Entrance, client: unknown, args: SendArguments): Promise<object> {
    try {
      if (typeof client !== 'object' || client === null) throw withoutClient();
      if (hasOwnHandler(client)) return entrance.callThrough(client, args);
      const [command, options] = args;
      const operation = commandName(command);
      const { input } = command as { input?: unknown };
      refuseAborted(options);

      const scope = this.scopes.of(client);
      const before = this.waiting.get(client);
      const { dispatcher } = this.options;
      if (before === undefined && !isPromise(scope)) {
        const prepared = dispatcher.prepare(operation, input);
        return Promise.resolve(this.perform(entrance, client, prepared, scope, entrance.runningCall()));
      }
      const prepared = dispatcher.prepare(operation, input, true);
      return this.performLater({ entrance, client, prepared, options }, scope, before);
    } catch (error) {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what was thrown, unchanged
      return Promise.reject(error);
    }
  }

  /** Waits for the client's earlier commands, and for its scope. */
  private performLater(
    { entrance, client, prepared, options }: WaitingCall,
    scope: Scope | Promise<Scope>,
    before: Promise<void> | undefined,
  ): Promise<object> {
    const site = entrance.recordedCall();
    const perform = async (): Promise<object> => {
      if (before !== undefined) await before;
      const found = await scope;
      refuseAborted(options);
      return this.perform(entrance, client, prepared, found, site);
    };
    const answer = perform();
    const isOver = (): void => {
      if (this.waiting.get(client) === turn) this.waiting.delete(client);
    };
    const turn = answer.then(isOver, isOver);
    this.waiting.set(client, turn);
    return answer;
  }

  private perform(
    entrance: Entrance,
    client: object,
    prepared: PreparedCall,
    scope: Scope,
    site: CallSite,
  ): object {
    const { requestId, outcome, hint } = this.options.dispatcher.perform(prepared, scope);
    if (isFailure(outcome)) {
      const exception = exceptionOf(outcome, requestId, entrance.classes ?? classesBehind(client));
      if (hint !== undefined) attachHint(exception, hint);
      site(exception);
      throw exception;
    }
    return { $metadata: responseMetadata(200, requestId), ...outcome };
  }
}

/** A client with our request handler is not answered here, but through the SDK's whole middleware. */
function hasOwnHandler(client: object): boolean {
  const { config } = client as { config?: { requestHandler?: unknown } };
  return isEcrRequestHandler(config?.requestHandler);
}

/** A sent command that waits for its client's scope and for earlier commands. */
interface WaitingCall {
  readonly entrance: Entrance;
  readonly client: object;
  readonly prepared: PreparedCall;
  readonly options: unknown;
}

/** Refuses a call that is already aborted, as the SDK does; a later abort has nothing to interrupt. */
function refuseAborted(options: unknown): void {
  if ((options as { abortSignal?: { aborted?: boolean } } | undefined)?.abortSignal?.aborted)
    throw abortError();
}

function withoutClient(): FakeEcrError {
  return new FakeEcrError(
    'send() was called without its client.',
    'Call it as a method: client.send(command).',
  );
}

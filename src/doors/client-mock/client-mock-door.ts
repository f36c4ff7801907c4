import * as clientEcr from '@aws-sdk/client-ecr';
import type { ECRClient } from '@aws-sdk/client-ecr';
import type { AwsClientStub } from 'aws-sdk-client-mock';
import { isFailure } from '../../domain/failure.js';
import { MisuseError } from '../../domain/misuse.js';
import type { Dispatcher, Scope } from '../../pipeline/dispatcher.js';
import { responseMetadata } from '../metadata.js';
import { abortError, classesOfClient, classesOfModule, exceptionOf } from '../sdk-errors.js';
import { Attachment } from './attachment.js';
import { type Binding, ClientScopes, type ClientScopesOptions, isPromise } from './client-scopes.js';
import { commandName } from './command-name.js';
import { copyInput } from './copy-input.js';
import type { SinonSandbox } from './sandbox-matchers.js';
import type { SendArguments } from './send-stub.js';
import { SendTarget, doorOf } from './send-target.js';
import { stackBelow } from './call-site.js';

/** A copy of `@aws-sdk/client-ecr`: what `import * as sdk from '…'` gives. */
export interface SdkModule {
  readonly ECRClient: abstract new (...args: never[]) => object;
}

export interface ClientMockDoorOptions extends ClientScopesOptions {
  readonly dispatcher: Dispatcher;
  /** Another copy of the SDK to attach to; the one this package finds by default. */
  readonly sdk?: SdkModule;
  /** Attach to these clients alone. */
  readonly clients?: readonly object[];
  /** A sinon sandbox to stub in. */
  readonly sandbox?: unknown;
}

type ClientClass = new (configuration: object) => object;

/**
 * The main door: every `send` of the attached clients goes to the dispatcher, under an ordinary stub of
 * `aws-sdk-client-mock` whose overrides win.
 *
 * A command is dispatched before `send` returns once its client's Region and caller are known. They are known
 * from the first call on; that one is dispatched a few turns of the microtask queue later, because the SDK
 * hands out even a plain text Region as a promise. Commands of one client are always dispatched in the order
 * in which they were sent.
 */
export class ClientMockDoor {
  private readonly attachments: Attachment[] = [];
  private readonly scopes: ClientScopes;
  private readonly waiting = new WeakMap<object, Promise<void>>();

  /** @throws MisuseError where another stub is in the way */
  constructor(private readonly options: ClientMockDoorOptions) {
    this.scopes = new ClientScopes(options);
    try {
      if (options.clients === undefined) this.attach(options.sdk ?? clientEcr);
      else for (const client of options.clients) this.attach(client);
    } catch (error) {
      // Whoever failed to make a fake has none to restore.
      this.restore();
      throw error;
    }
    if (this.attachments.length === 0) {
      throw new MisuseError('No client was given to attach to.', 'Leave `clients` out to attach to all of them.');
    }
  }

  /** The stub of what was attached first. */
  get mock(): AwsClientStub<ECRClient> {
    return (this.attachments[0] as Attachment).mock;
  }

  /** The stubs of all that is attached, in the order in which it was. */
  get mocks(): readonly AwsClientStub<ECRClient>[] {
    return this.attachments.map(({ mock }) => mock);
  }

  /**
   * Attaches to another copy of the SDK, to a client class or to one client. What is attached already stays.
   *
   * @throws MisuseError where it is none of these, or another stub is in the way
   */
  attach(sdkOrClient: object): this {
    const target = new SendTarget(targetOf(sdkOrClient));
    const { stub } = target;
    if (stub !== undefined && doorOf(stub) === this) return this;
    if (target.ownStub !== undefined) throw inTheWay(target, doorOf(target.ownStub) !== undefined);

    const stale = this.attachments.findIndex((one) => one.target.object === target.object);
    const sdk = moduleOf(sdkOrClient) ?? this.options.sdk;
    const attachment = new Attachment(target, {
      door: this,
      answer: (...call) => this.answer(...call),
      ...(sdk === undefined ? {} : { classes: classesOfModule(sdk) }),
      ...(this.options.sandbox === undefined ? {} : { sandbox: this.options.sandbox as SinonSandbox }),
    });
    if (stale === -1) this.attachments.push(attachment);
    else this.attachments[stale] = attachment;
    return this;
  }

  /** Says on whose behalf, or from where, a client calls. @returns the client */
  bind<C extends object>(client: C, binding: Binding): C {
    this.scopes.bind(client, binding);
    return client;
  }

  /** A new client of the copy that was attached first, reached by this door. */
  client(configuration: object): ECRClient {
    const { object } = (this.attachments[0] as Attachment).target;
    const client = new (object.constructor as ClientClass)(configuration);
    this.attach(client);
    return client as ECRClient;
  }

  /** Forgets the calls of all stubs; overrides stay. Stubs that were taken off from outside are put back. */
  resetHistory(): void {
    for (const attachment of this.attachments) {
      this.putBack(attachment);
      attachment.mock.resetHistory();
    }
  }

  /** Forgets calls and overrides of all stubs, and puts back those that were taken off from outside. */
  reset(): void {
    for (const attachment of this.attachments) {
      this.putBack(attachment);
      attachment.mock.reset();
    }
  }

  /** Gives every client its own `send` back, as it was. */
  restore(): void {
    for (const attachment of this.attachments) attachment.restore();
  }

  private putBack(attachment: Attachment): void {
    const { ownStub } = attachment.target;
    if (attachment.isAttached) return;
    if (ownStub !== undefined) throw inTheWay(attachment.target, doorOf(ownStub) !== undefined);
    attachment.mock.reset();
  }

  private answer(attachment: Attachment, client: unknown, args: SendArguments): Promise<object> {
    try {
      if (typeof client !== 'object' || client === null) throw withoutClient();
      const [command, options] = args;
      const operation = commandName(command);
      const { input } = command as { input?: unknown };
      refuseAborted(options);

      const scope = this.scopes.of(client);
      const before = this.waiting.get(client);
      if (before === undefined && !isPromise(scope)) {
        return Promise.resolve(this.perform(attachment, client, operation, input, scope, attachment.stub));
      }
      return this.later(attachment, client, operation, copyInput(input), scope, options);
    } catch (error) {
      return Promise.reject(error as Error);
    }
  }

  /** Waits for the scope, and for the client's earlier commands. */
  private later(
    attachment: Attachment,
    client: object,
    operation: string,
    input: unknown,
    scope: Scope | Promise<Scope>,
    options: unknown,
  ): Promise<object> {
    const site = stackBelow(attachment.stub);
    const before = this.waiting.get(client);
    const perform = async (): Promise<object> => {
      await before;
      const found = await scope;
      refuseAborted(options);
      return this.perform(attachment, client, operation, input, found, site);
    };
    const answer = perform();
    const done = answer.then(
      () => {},
      () => {},
    );
    const turn = done.then(() => {
      if (this.waiting.get(client) === turn) this.waiting.delete(client);
    });
    this.waiting.set(client, turn);
    return answer;
  }
}

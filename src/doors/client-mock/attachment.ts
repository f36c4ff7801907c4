import type { ECRClient } from '@aws-sdk/client-ecr';
import type { AwsClientStub } from 'aws-sdk-client-mock';
import { FakeEcrError } from '../../lib/misuse.js';
import type { ExceptionClasses } from '../sdk-exceptions.js';
import { DeclaredOverrides } from './declared-overrides.js';
import { stubClient } from './default-mock.js';
import type { Entrance } from './entrance.js';
import { rememberGivenCredentials } from './given-credentials.js';
import { inTheWay } from './in-the-way.js';
import { countFromRegistration, earlierOverride } from './overrides.js';
import {
  type CallSite,
  type SendArguments,
  type SendStub,
  type SinonSandbox,
  recordedCall,
  replaceMethod,
  runningCall,
  serveCallbacks,
  understandMatchers,
} from './send-stub.js';
import { type SendTarget, markStub } from './send-target.js';

export interface AttachmentOptions {
  /** The door that the stub belongs to. */
  readonly door: object;
  /** What the mock is called, for example `ecr.mock`. */
  readonly name: string;
  readonly sandbox?: SinonSandbox;
  /** The exception classes of the attached copy, if its module is known. */
  readonly classes?: ExceptionClasses;
  /** Answers calls that no override answers. */
  readonly answer: (attachment: Attachment, client: unknown, args: SendArguments) => Promise<object>;
}

/** A class or a client whose `send` is answered by the model, through a stub of `aws-sdk-client-mock`. */
export class Attachment implements Entrance {
  readonly mock: AwsClientStub<ECRClient>;
  /** What the test put on the mock. */
  readonly overrides: DeclaredOverrides;
  private wanted = true;
  /** Undefined after restore: a reference to the mock then does not keep the world in memory. */
  private options: AttachmentOptions | undefined;
  /** How the stub is installed on the target, and sinon's original methods. */
  private placed!: PropertyDescriptor;
  private sinonMethods!: Partial<SendStub>;

  constructor(
    readonly target: SendTarget,
    options: AttachmentOptions,
  ) {
    this.options = options;
    this.overrides = new DeclaredOverrides(options.name);
    rememberGivenCredentials(target.object.constructor);
    this.mock = this.stubbed(options);
    this.arm(options);
    // The mock's own reset would create a new stub, outside of the sandbox and without the model.
    this.mock.reset = () => {
      this.reset();
      return this.mock;
    };
    this.mock.restore = () => this.restore();
  }

  get stub(): SendStub {
    return this.mock.send as unknown as SendStub;
  }

  /** False once the stub was removed, by the fake or by anything else. */
  get isAttached(): boolean {
    return this.target.ownStub === this.stub;
  }

  /** False once it was restored, by the door or by the mock; a sandbox that restores everything is neither. */
  get isWanted(): boolean {
    return this.wanted;
  }

  /** What removed the stub, as a clause; undefined if it is installed. */
  get takenOff(): string | undefined {
    const { label } = this.target;
    if (this.isAttached) return undefined;
    if (!this.wanted) return `${label} was restored by mock.restore()`;
    if (this.target.ownStub !== undefined) return `another mockClient() replaced the fake on ${label}`;
    return Object.hasOwn(this.target.object, 'send')
      ? `something else was installed over the fake on ${label}, as jest.spyOn() does`
      : `${label} was restored from outside, as sinon.restore() does`;
  }

  get classes(): ExceptionClasses | undefined {
    return this.options?.classes;
  }

  callThrough(client: object, args: SendArguments): Promise<object> {
    return this.stub.wrappedMethod.apply(client, [...args]) as Promise<object>;
  }

  runningCall(): CallSite {
    return runningCall(this.stub);
  }

  recordedCall(): CallSite {
    return recordedCall(this.stub);
  }

  /**
   * Forgets calls and overrides, and attaches again if the stub was removed.
   *
   * @throws FakeEcrError if another stub is in the way, or the fake is over
   */
  reset(): void {
    const options = this.optionsOf('reset');
    this.attachAgain(options);
    this.overrides.clear();
    const { stub } = this;
    // During a call of the stub sinon does not reset the history.
    if (stub.invoking === true) {
      this.renew(options);
      return;
    }
    stub.resetHistory();
    stub.resetBehavior();
    // Sinon would keep its overrides, even if they no longer have an effect.
    stub.fakes = [];
  }

  /** Restores the target's own `send`; a reset attaches again. */
  restore(): void {
    this.wanted = false;
    this.stub.restore();
    this.target.expose();
  }

  /** The same permanently: sinon keeps its stubs in memory, so this one releases everything it refers to. */
  release(): void {
    if (this.options === undefined) return;
    this.restore();
    this.options = undefined;
    this.overrides.clear();
    markStub(this.stub, undefined);
    forgetStub(this.stub, this.sinonMethods);
  }

  private optionsOf(method: string): AttachmentOptions {
    if (this.options !== undefined) return this.options;
    throw new FakeEcrError(
      `${method}() was called on a fake that was restored.`,
      'Create a new one with fakeEcr(), or restore this one later.',
    );
  }

  private attachAgain(options: AttachmentOptions): void {
    if (!this.isAttached) {
      if (this.target.ownStub !== undefined) throw inTheWay(this.target);
      // A sandbox has to know its stubs. Without one the same stub is installed again: a spy that was put over it
      // restores it.
      if (options.sandbox !== undefined) this.renew(options);
      else this.target.place(this.placed);
    }
    this.wanted = true;
  }

  private renew(options: AttachmentOptions): void {
    const { stub, sinonMethods } = this;
    stub.restore();
    this.mock.send = this.stubbed(options).send;
    this.arm(options);
    forgetStub(stub, sinonMethods);
  }

  private stubbed({ sandbox }: AttachmentOptions): AwsClientStub<ECRClient> {
    this.target.isolate();
    const target = this.target.object as ECRClient;
    return stubClient(target, sandbox === undefined ? {} : { sandbox: sandbox as never });
  }

  private arm(options: AttachmentOptions): void {
    this.wanted = true;
    const { stub } = this;
    const { door, sandbox } = options;
    this.placed = this.target.placement;
    this.sinonMethods = ownMethodsOf(stub);
    markStub(stub, door);
    this.restoreOnlyItself(stub);
    if (sandbox !== undefined) understandMatchers(stub, sandbox);
    countFromRegistration(stub);
    this.overrides.watch(stub);
    serveCallbacks(stub);

    const { resetBehavior } = stub;
    replaceMethod(stub, 'resetBehavior', () => {
      resetBehavior.call(stub);
      this.answerByDefault(stub, options);
    });
    this.answerByDefault(stub, options);
  }

  /** The stub's default behaviour, not an override: used-up overrides fall through to it. */
  private answerByDefault(stub: SendStub, { answer }: AttachmentOptions): void {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the function's own `this` is the client
    const attachment = this;
    stub.callsFake(function (this: unknown, ...args) {
      const earlier = earlierOverride(stub, this, args);
      return earlier === undefined ? answer(attachment, this, args) : earlier.answer;
    });
  }

  /** A sandbox restores its stubs later, when another stub may have replaced this one. */
  private restoreOnlyItself(stub: SendStub): void {
    const { restore } = stub;
    const guarded = (): void => {
      if (this.target.ownStub === stub) restore.call(stub);
    };
    // Sinon recognises stubbed methods by this.
    replaceMethod(stub, 'restore', Object.assign(guarded, { sinon: true }));
  }
}

/** The methods that are replaced on our stubs. */
const REPLACED = ['invoke', 'withArgs', 'resetBehavior'] as const;

/** The methods of a new stub, before they are replaced. */
function ownMethodsOf(stub: SendStub): Partial<SendStub> {
  return Object.fromEntries(REPLACED.map((name) => [name, stub[name]]));
}

/**
 * Removes from a stub all references to calls, to the model and to the target. Sinon's sandbox keeps every stub until
 * it is restored itself; the emptied stub calls through.
 *
 * @param stub one that is no longer installed
 * @param methods what {@link ownMethodsOf} found on it
 */
function forgetStub(stub: SendStub, methods: Partial<SendStub>): void {
  const { wrappedMethod } = stub;
  for (const name of REPLACED) replaceMethod(stub, name, methods[name] as never);
  replaceMethod(
    stub,
    'restore',
    Object.assign(() => undefined, { sinon: true }),
  );
  // Sinon refuses it during a call, because the rest of that call would be recorded out of step; that record
  // is not used here.
  delete stub.invoking;
  stub.resetHistory();
  stub.resetBehavior();
  stub.fakes = [];
  stub.rootObj = undefined;
  // Until it is first read, a stack refers to the objects whose methods were running.
  stub.stackTraceError = undefined;
  stub.callsFake(function (this: unknown, ...args) {
    return wrappedMethod.apply(this as object, [...args]);
  });
}

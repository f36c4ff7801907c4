import type { ECRClient } from '@aws-sdk/client-ecr';
import { type AwsClientStub, mockClient } from 'aws-sdk-client-mock';
import { FakeEcrError } from '../../lib/misuse.js';
import type { ExceptionClasses } from '../sdk-exceptions.js';
import { DeclaredOverrides } from './declared-overrides.js';
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
  /** The exception classes of the attached copy, where its module is known. */
  readonly classes?: ExceptionClasses;
  /** Answers what no override answers. */
  readonly answer: (attachment: Attachment, client: unknown, args: SendArguments) => Promise<object>;
}

/** One class or one client whose `send` the model answers, under a stub of `aws-sdk-client-mock`. */
export class Attachment implements Entrance {
  readonly mock: AwsClientStub<ECRClient>;
  /** What the test put on the mock. */
  readonly overrides: DeclaredOverrides;
  private wanted = true;
  /** Undefined once the fake is over: whoever still holds the mock does not hold the world. */
  private options: AttachmentOptions | undefined;
  /** How the stub stands on the target, and what sinon gave it. */
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
    // The mock's own reset makes a new stub, outside of the sandbox and without the model.
    this.mock.reset = () => {
      this.reset();
      return this.mock;
    };
    this.mock.restore = () => this.restore();
  }

  get stub(): SendStub {
    return this.mock.send as unknown as SendStub;
  }

  /** False once the stub was taken off, by whoever. */
  get isAttached(): boolean {
    return this.target.ownStub === this.stub;
  }

  /** False once it was restored, by the door or by the mock; a sandbox that restores everything is neither. */
  get isWanted(): boolean {
    return this.wanted;
  }

  /** What took the stub off, as a clause; undefined if it stands. */
  get takenOff(): string | undefined {
    const { label } = this.target;
    if (this.isAttached) return undefined;
    if (!this.wanted) return `${label} was given back by mock.restore()`;
    if (this.target.ownStub !== undefined)
      return `another mockClient() took the place of the fake on ${label}`;
    return Object.hasOwn(this.target.object, 'send')
      ? `something else was put over the fake on ${label}, as jest.spyOn() does`
      : `${label} was given back from outside, as sinon.restore() does`;
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
   * Forgets calls and overrides, and attaches again where the stub was taken off.
   *
   * @throws FakeEcrError if another stub is in the way, or the fake is over
   */
  reset(): void {
    const options = this.optionsOf('reset');
    this.attachAgain(options);
    this.overrides.clear();
    const { stub } = this;
    // Within a call of its own sinon does not let go of the history.
    if (stub.invoking === true) {
      this.renew(options);
      return;
    }
    stub.resetHistory();
    stub.resetBehavior();
    // Sinon would keep what was put on it, silent but there.
    stub.fakes = [];
  }

  /**
   * Forgets the calls, and attaches again where the stub was taken off.
   *
   * @throws FakeEcrError if another stub is in the way, or the fake is over
   */
  resetHistory(): void {
    this.attachAgain(this.optionsOf('resetHistory'));
    this.stub.resetHistory();
  }

  /** Gives the target its own `send` back; a reset attaches again. */
  restore(): void {
    this.wanted = false;
    this.stub.restore();
    this.target.expose();
  }

  /** The same for good: sinon keeps its stubs, and this one holds nothing any more. */
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
      'Make a new one with fakeEcr(), or restore this one later.',
    );
  }

  private attachAgain(options: AttachmentOptions): void {
    if (!this.isAttached) {
      if (this.target.ownStub !== undefined) throw inTheWay(this.target);
      // A sandbox has to know its stubs. Elsewhere the same stub comes back: a spy that was put over it gives it back.
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
    return mockClient(target, sandbox === undefined ? {} : { sandbox: sandbox as never });
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

  /** The stub's own default, not an override: so overrides that are used up fall through to it by themselves. */
  private answerByDefault(stub: SendStub, { answer }: AttachmentOptions): void {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the function's own `this` is the client
    const attachment = this;
    stub.callsFake(function (this: unknown, ...args) {
      const earlier = earlierOverride(stub, this, args);
      return earlier === undefined ? answer(attachment, this, args) : earlier.answer;
    });
  }

  /** A sandbox restores its stubs late, when another stub may have taken the place of this one. */
  private restoreOnlyItself(stub: SendStub): void {
    const { restore } = stub;
    const guarded = (): void => {
      if (this.target.ownStub === stub) restore.call(stub);
    };
    // Sinon tells stubbed methods by this.
    replaceMethod(stub, 'restore', Object.assign(guarded, { sinon: true }));
  }
}

/** What is replaced on a stub of ours. */
const REPLACED = ['invoke', 'withArgs', 'resetBehavior'] as const;

/** The methods of a new stub, before they are replaced. */
function ownMethodsOf(stub: SendStub): Partial<SendStub> {
  return Object.fromEntries(REPLACED.map((name) => [name, stub[name]]));
}

/**
 * Takes out of a stub whatever leads to calls, to the model or to the target. Sinon's sandbox keeps every stub
 * that it made until it is restored itself; what is left there calls through.
 *
 * @param stub one that is off its target
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
  // Sinon refuses it within a call, lest what is left of the call be recorded out of step; nobody reads that here.
  delete stub.invoking;
  stub.resetHistory();
  stub.resetBehavior();
  stub.fakes = [];
  stub.rootObj = undefined;
  // Its stack, until somebody reads it, holds the objects whose methods were running.
  stub.stackTraceError = undefined;
  stub.callsFake(function (this: unknown, ...args) {
    return wrappedMethod.apply(this as object, [...args]);
  });
}

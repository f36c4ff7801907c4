import type { ECRClient } from '@aws-sdk/client-ecr';
import { type AwsClientStub, mockClient } from 'aws-sdk-client-mock';
import type { ExceptionClasses } from '../sdk-errors.js';
import { serveCallbacks } from './callback-style.js';
import { countFromRegistration, earlierOverride } from './overrides.js';
import { type SinonSandbox, understandMatchers } from './sandbox-matchers.js';
import { type SendArguments, type SendStub, replaceMethod } from './send-stub.js';
import { type SendTarget, markStub } from './send-target.js';

export interface AttachmentOptions {
  /** The door that the stub belongs to. */
  readonly door: object;
  readonly sandbox?: SinonSandbox;
  /** The exception classes of the attached copy, where its module is known. */
  readonly classes?: ExceptionClasses;
  /** Answers what no override answers. */
  readonly answer: (attachment: Attachment, client: unknown, args: SendArguments) => Promise<object>;
}

/** One class or one client whose `send` the model answers, under a stub of `aws-sdk-client-mock`. */
export class Attachment {
  readonly mock: AwsClientStub<ECRClient>;
  private wanted = true;

  constructor(
    readonly target: SendTarget,
    private readonly options: AttachmentOptions,
  ) {
    this.mock = this.stubbed();
    this.arm();
    // The mock's own reset makes a new stub, outside of the sandbox and without the model.
    this.mock.reset = () => {
      this.mock.send = this.stubbed().send;
      this.arm();
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

  get classes(): ExceptionClasses | undefined {
    return this.options.classes;
  }

  /** What the client would do without the stub. */
  callThrough(client: object, args: SendArguments): Promise<object> {
    return this.stub.wrappedMethod.apply(client, [...args]) as Promise<object>;
  }

  restore(): void {
    this.wanted = false;
    this.stub.restore();
    this.target.expose();
  }

  private stubbed(): AwsClientStub<ECRClient> {
    this.target.isolate();
    const { sandbox } = this.options;
    const target = this.target.object as ECRClient;
    return mockClient(target, sandbox === undefined ? {} : { sandbox: sandbox as never });
  }

  private arm(): void {
    this.wanted = true;
    const { stub } = this;
    const { door, sandbox } = this.options;
    markStub(stub, door);
    this.restoreOnlyItself(stub);
    if (sandbox !== undefined) understandMatchers(stub, sandbox);
    countFromRegistration(stub);
    serveCallbacks(stub);

    const { resetBehavior } = stub;
    replaceMethod(stub, 'resetBehavior', () => {
      resetBehavior.call(stub);
      this.answerByDefault(stub);
    });
    this.answerByDefault(stub);
  }

  /** The stub's own default, not an override: so overrides that are used up fall through to it by themselves. */
  private answerByDefault(stub: SendStub): void {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the function's own `this` is the client
    const attachment = this;
    const { answer } = this.options;
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

import type { STSClient } from '@aws-sdk/client-sts';
import type { AwsClientStub } from 'aws-sdk-client-mock';
import { type Outcome, isFailure } from '../../aws/failure.js';
import { readStsInput } from '../../iam/sts/sts-input.js';
import { type StsOperation, type StsService, isStsOperation, isUnsigned } from '../../iam/sts/sts-service.js';
import { FakeEcrError } from '../../lib/misuse.js';
import type { Declaration } from '../../service/declarations.js';
import { Attachment } from '../client-mock/attachment.js';
import { ClientScopes, type ClientScopesOptions, isPromise } from '../client-mock/client-scopes.js';
import { commandName } from '../client-mock/command-name.js';
import type { CallSite, SendArguments, SinonSandbox } from '../client-mock/send-stub.js';
import { SendTarget, doorOf } from '../client-mock/send-target.js';
import { abortError, responseMetadata } from '../sdk-exceptions.js';
import { stsException } from './sts-exception.js';
import { type StsModule, homeOf, isStsModule, stsSendOwnerOf } from './sts-module.js';

export interface StsDoorOptions extends ClientScopesOptions {
  readonly service: StsService;
  /** The copies of the SDK to attach to; clients of unknown origin get the classes of the first. */
  readonly sdk: StsModule | readonly StsModule[];
  /** A sinon sandbox to stub in. */
  readonly sandbox?: unknown;
}

/** Every `send` of the attached STS clients goes to the service, through stubs whose overrides win. */
export class StsDoor {
  private readonly attachments: Attachment[] = [];
  private readonly modules: StsModule[] = [];
  private readonly scopes: ClientScopes;

  constructor(private readonly options: StsDoorOptions) {
    this.scopes = new ClientScopes(options);
    try {
      for (const sdk of [options.sdk].flat() as readonly StsModule[]) this.attach(sdk);
    } catch (error) {
      // If attaching fails there is nothing to restore.
      this.restore();
      throw error;
    }
  }

  /** The stub of the first attached target: overrides on it win, everything else falls through. */
  get mock(): AwsClientStub<STSClient> {
    return (this.attachments[0] as Attachment).mock as unknown as AwsClientStub<STSClient>;
  }

  /** Overrides that a test put on any of the mocks. */
  get declarations(): readonly Declaration[] {
    return this.attachments.flatMap(({ overrides }) => overrides.all);
  }

  /**
   * Attaches to another copy of the SDK, to a client class or to one client.
   *
   * @throws FakeEcrError if it is none of these, or another stub is in the way
   */
  attach(sdkOrClient: object): this {
    if (isStsModule(sdkOrClient) && !this.modules.includes(sdkOrClient)) this.modules.push(sdkOrClient);
    const target = new SendTarget(stsSendOwnerOf(sdkOrClient));
    const { stub, ownStub } = target;
    if (stub !== undefined && doorOf(stub) === this) return this;
    if (ownStub !== undefined) {
      throw new FakeEcrError(
        `${target.label} is already stubbed.`,
        'Restore that stub first, or use sts.mock, which is such a stub with the model beneath it.',
      );
    }
    const { sandbox } = this.options;
    this.attachments.push(
      new Attachment(target, {
        door: this,
        name: 'sts.mock',
        answer: (...call) => this.answer(...call),
        ...(sandbox === undefined ? {} : { sandbox: sandbox as SinonSandbox }),
      }),
    );
    return this;
  }

  /** Forgets calls and overrides of all stubs. */
  reset(): void {
    for (const attachment of this.attachments) attachment.reset();
  }

  /** Restores every client's own `send`. */
  restore(): void {
    for (const attachment of this.attachments) attachment.release();
  }

  private answer(entrance: Attachment, client: unknown, args: SendArguments): Promise<object> {
    try {
      const [command, options] = args;
      const operation = operationOf(command);
      refuseAborted(options);
      const input = readStsInput((command as { input?: unknown }).input);
      // A caller with a token has no credentials yet, and may be fetching them with this call.
      const scope = isUnsigned(operation) ? undefined : this.scopes.of(client as object);
      if (scope === undefined || !isPromise(scope)) {
        return Promise.resolve(this.perform(operation, input, scope?.caller, client, entrance.runningCall()));
      }
      const site = entrance.recordedCall();
      return scope.then(({ caller }) => {
        refuseAborted(options);
        return this.perform(operation, input, caller, client, site);
      });
    } catch (error) {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what was thrown, unchanged
      return Promise.reject(error);
    }
  }

  private perform(
    operation: StsOperation,
    input: Outcome<object>,
    caller: Parameters<StsService['call']>[2],
    client: unknown,
    site: CallSite,
  ): object {
    const { service } = this.options;
    const requestId = service.nextRequestId();
    const outcome = service.call(operation, input, caller);
    if (isFailure(outcome)) {
      const exception = stsException(outcome, requestId, homeOf(client as object, this.modules));
      site(exception);
      throw exception;
    }
    return { $metadata: responseMetadata(200, requestId), ...outcome };
  }
}

/** The operation of a command; for ECR's door a command of STS belongs to another service. */
function operationOf(command: unknown): StsOperation {
  const name = commandName(command).split('#').at(-1) as string;
  if (isStsOperation(name)) return name;
  throw new FakeEcrError(
    `${name} is not an operation of STS that this version knows.`,
    'Stub it with sts.mock.on(…).',
  );
}

function refuseAborted(options: unknown): void {
  const { abortSignal } = (options ?? {}) as { abortSignal?: { aborted?: boolean } };
  if (abortSignal?.aborted) throw abortError();
}

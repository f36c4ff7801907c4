import * as clientEcr from '@aws-sdk/client-ecr';
import { FakeEcrError } from '../../lib/misuse.js';
import { type ExceptionClasses, classesOfClient, classesOfModule } from '../sdk-exceptions.js';
import { rememberGivenCredentials } from './given-credentials.js';

/** A copy of `@aws-sdk/client-ecr`: the result of `import * as sdk from '…'`. */
export interface SdkModule {
  /** The class whose clients are answered. */
  readonly ECRClient: { readonly prototype: object };
}

/** The copy that this package resolves, usually also the test's. */
export const DEFAULT_SDK: SdkModule = clientEcr;

// From the start: applications create their clients when they are loaded, before there is a fake.
rememberGivenCredentials(DEFAULT_SDK.ECRClient);

/**
 * The object whose `send` has to be stubbed to reach a module's clients, a class's clients, or one client.
 *
 * @throws FakeEcrError if it is none of these
 */
export function sendOwnerOf(sdkOrClient: unknown): object {
  const given = classOf(sdkOrClient) ?? sdkOrClient;
  const owner: unknown = typeof given === 'function' ? given.prototype : given;
  if (
    typeof owner === 'object' &&
    owner !== null &&
    typeof (owner as { send?: unknown }).send === 'function'
  ) {
    return owner;
  }
  throw new FakeEcrError(
    'There is nothing to attach to in the given value.',
    'Expected a module of the SDK (import * as sdk from "@aws-sdk/client-ecr"), its ECRClient, or a client.',
  );
}

/**
 * Finds the exception classes for a target, in the module that its clients come from.
 *
 * @param candidates possible modules
 * @returns undefined if it comes from none of them
 */
export function classesFor(owner: object, candidates: readonly unknown[]): ExceptionClasses | undefined {
  const home = candidates.find((sdk) => {
    const prototype = classOf(sdk)?.prototype;
    return prototype !== undefined && (prototype === owner || prototype.isPrototypeOf(owner));
  });
  return home === undefined ? undefined : classesOfModule(home as SdkModule);
}

/** For a client of a copy whose module is not known. */
export function classesBehind(client: object): ExceptionClasses {
  return classesOfClient(client) ?? classesOfModule(DEFAULT_SDK);
}

function classOf(sdk: unknown): SdkModule['ECRClient'] | undefined {
  const isModule = typeof sdk === 'object' && sdk !== null && 'ECRClient' in sdk;
  return isModule ? (sdk as SdkModule).ECRClient : undefined;
}

import { FakeEcrError } from '../../lib/misuse.js';
import type { ExceptionClass } from '../sdk-exceptions.js';

/**
 * A copy of the STS client: `@aws-sdk/client-sts`, or the one that the SDK's own credential providers use
 * (`@aws-sdk/nested-clients/sts`).
 *
 * @public
 */
export interface StsModule {
  /** The class whose clients are answered. */
  readonly STSClient: { readonly prototype: object };
}

/** The base class of every exception of STS. */
const BASE = 'STSServiceException';

/**
 * The object whose `send` has to be stubbed to reach a module's clients, a class's clients, or one client.
 *
 * @throws FakeEcrError if it is none of these
 */
export function stsSendOwnerOf(sdkOrClient: unknown): { send?: unknown } {
  const given: unknown = clientClassOf(sdkOrClient) ?? sdkOrClient;
  const owner: unknown = typeof given === 'function' ? given.prototype : given;
  const hasSend = typeof (owner as { send?: unknown } | null | undefined)?.send === 'function';
  if (typeof owner === 'object' && owner !== null && hasSend) return owner;
  throw new FakeEcrError(
    'There is nothing to attach STS to in the given value.',
    'Expected a module of the SDK (import * as sdk from "@aws-sdk/client-sts"), its STSClient, or a client.',
  );
}

/** An exception class of a module; the base class if there is none of that name. */
export function stsExceptionClass(sdk: StsModule, name: string | undefined): ExceptionClass | undefined {
  const exported = sdk as unknown as Readonly<Record<string, ExceptionClass | undefined>>;
  return (name === undefined ? undefined : exported[name]) ?? exported[BASE];
}

/** The module that an object's `send` comes from; the first one if it comes from none. */
export function homeOf(owner: object, candidates: readonly StsModule[]): StsModule | undefined {
  const isHome = (sdk: StsModule) => {
    const { prototype } = sdk.STSClient;
    return prototype === owner || Object.prototype.isPrototypeOf.call(prototype, owner);
  };
  return candidates.find(isHome) ?? candidates[0];
}

/** Whether this is a module, rather than a class or a client. */
export function isStsModule(value: unknown): value is StsModule {
  return clientClassOf(value) !== undefined;
}

function clientClassOf(value: unknown): StsModule['STSClient'] | undefined {
  const isModule = typeof value === 'object' && value !== null && 'STSClient' in value;
  return isModule ? (value as StsModule).STSClient : undefined;
}

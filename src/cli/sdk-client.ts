import type * as ecr from '@aws-sdk/client-ecr';
import { shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';

type EcrSdk = typeof ecr;

/** Which registry a command works with. */
export interface RegistryOptions {
  readonly region: string;
  readonly profile: string | undefined;
  readonly endpoint: string | undefined;
}

/**
 * The SDK, which is loaded by the commands that need it alone.
 *
 * @param who for messages, for example `record reads`
 * @throws FakeEcrError if it is not installed
 */
export async function loadSdk(who: string): Promise<EcrSdk> {
  return import('@aws-sdk/client-ecr').catch((error: unknown) => explainMissingSdk(error, who));
}

/** A client of the registry that a command line names, with the credentials that the SDK finds. */
export function openClient(sdk: EcrSdk, { region, profile, endpoint }: RegistryOptions): ecr.ECRClient {
  return new sdk.ECRClient({
    region,
    ...(profile === undefined ? {} : { profile }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
}

/** @throws FakeEcrError instead of Node's message for a peer that is not installed */
function explainMissingSdk(error: unknown, who: string): never {
  const { code } = (error ?? {}) as { code?: unknown };
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error;
  throw new FakeEcrError(
    `${who} with @aws-sdk/client-ecr, which is not installed here.`,
    'Install it: npm install --save-dev @aws-sdk/client-ecr.',
  );
}

/** @throws FakeEcrError instead of the SDK's message for credentials that it does not find */
export function explainCredentials(error: unknown, profile: string | undefined): never {
  if (!(error instanceof Error) || error.name !== 'CredentialsProviderError') throw error;
  if (profile !== undefined) {
    throw new FakeEcrError(
      `The profile ${shown(profile)} does not exist, or has no credentials: ${error.message.replace(/\.$/, '')}.`,
      'Pass a --profile that `aws configure list-profiles` names, or none to read with those of the environment.',
    );
  }
  throw new FakeEcrError(
    `There are no credentials to read with: ${error.message.replace(/\.$/, '')}.`,
    'Pass a --profile that has some, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  );
}

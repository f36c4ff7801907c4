import type { EcrServer } from './serve.js';
import { FakeWorld } from './fake-world.js';

/** What would lead an SDK past the endpoint, or to other credentials: a profile comes before keys. */
const IN_THE_WAY = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_CREDENTIAL_SCOPE',
  'AWS_ACCOUNT_ID',
  'AWS_ROLE_ARN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
] as const;

/**
 * The environment that leads SDKs and the AWS CLI to an endpoint, for ECR and STS. Calls of other services go where
 * they went, with keys that AWS does not know.
 *
 * @param base the environment that there is
 * @param server whose default account is the access key
 * @param region when absent, that of the environment, else the default one of the world
 * @returns variables to set; undefined for those to remove
 */
export function clientEnvironment(
  base: Readonly<Record<string, string | undefined>>,
  { url, ecr }: EcrServer,
  region?: string,
): Record<string, string | undefined> {
  const { callers, defaultRegion } = FakeWorld.simulationOf(ecr);
  const chosen = region ?? (base['AWS_REGION'] || base['AWS_DEFAULT_REGION'] || defaultRegion);
  return {
    ...Object.fromEntries(IN_THE_WAY.map((name) => [name, undefined])),
    FAKE_ECR_URL: url,
    AWS_ENDPOINT_URL_ECR: url,
    AWS_ENDPOINT_URL_STS: url,
    AWS_ACCESS_KEY_ID: callers.defaultAccount,
    AWS_SECRET_ACCESS_KEY: 'fake-ecr',
    AWS_REGION: chosen,
    AWS_DEFAULT_REGION: chosen,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

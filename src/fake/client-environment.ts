import type { EcrServer } from './serve.js';
import { simulationOf } from './simulation-of.js';

/**
 * Variables that would lead an SDK to another endpoint or to other credentials: a profile takes precedence over keys.
 */
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
 * Environment variables that lead SDKs and the AWS CLI to an endpoint, for ECR and STS. Calls of other services still
 * go to AWS, with keys that AWS does not know.
 *
 * @param base the present environment
 * @param server its default account becomes the access key
 * @param region when absent, the environment's, otherwise the world's default
 * @returns variables to set; undefined for those to remove
 */
export function clientEnvironment(
  base: Readonly<Record<string, string | undefined>>,
  { url, ecr }: EcrServer,
  region?: string,
): Record<string, string | undefined> {
  const { callers, defaultRegion } = simulationOf(ecr);
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

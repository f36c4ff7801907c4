/** What a host of AWS is used for. */
export type GuardedService = 'ecr' | 'credentials';

/**
 * The suffixes of AWS's host names in all partitions, dual-stack ones included [observed in the SDK's partitions].
 */
const OF_AWS =
  /\.(?:amazonaws\.(?:com(?:\.cn)?|eu)|(?:api|on)\.aws(?:\.(?:ic\.gov|scloud|hci\.ic\.gov))?|(?:api|on)\.amazonwebservices\.(?:com\.cn|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov|csp\.hci\.ic\.gov|(?:api\.|on\.)?cloud(?:-aws)?\.adc-e\.uk)$/;

/** `api.ecr`, `ecr`, `dkr.ecr`, `dkr-ecr`, with FIPS and behind VPC endpoints [docs]. */
const OF_ECR = /(?:^|\.)(?:dkr-)?ecr(?:-fips)?\./;

/** Where the SDK's providers fetch credentials: STS for roles, and the two services of single sign-on [docs]. */
const OF_CREDENTIALS = /(?:^|\.)(?:sts(?:-fips)?|portal\.sso|oidc)\./;

/**
 * The service behind a host name, if no test should reach it while ECR is faked.
 *
 * @param host for example `api.ecr.us-west-2.amazonaws.com`
 * @returns undefined for every other host
 */
export function guardedService(host: string): GuardedService | undefined {
  const name = host.toLowerCase().replace(/\.$/, '');
  // STS and others also have a global endpoint, whose first label is the service.
  if (!OF_AWS.test(name)) return undefined;
  if (OF_ECR.test(name)) return 'ecr';
  return OF_CREDENTIALS.test(name) ? 'credentials' : undefined;
}

import { Failure, type Outcome } from '../../aws/failure.js';
import { type PullThroughRuleSettings, ROOT } from '../../world/configuration/pull-through-rules.js';
import {
  type UpstreamKind,
  ecrUpstream,
  needsSecret,
  upstreamKindOf,
} from '../../world/configuration/upstreams.js';
import { featureDisabled } from '../../world/failures.js';
import type { Registry } from '../../world/registry.js';

/** Where ECR offers no pull-through cache [docs]. */
const WITHOUT_CACHE: ReadonlySet<string> = new Set(['aws-cn', 'aws-us-gov']);

/** The caller's input for a rule. */
export interface PullThroughRuleInput {
  readonly prefix: string;
  readonly upstreamUrl: string;
  readonly upstream?: UpstreamKind | undefined;
  readonly credentialArn?: string | undefined;
  readonly customRoleArn?: string | undefined;
  readonly upstreamPrefix?: string | undefined;
}

/** The rule to store, or the refusal. Secrets are not read when a rule is created [observed]. */
export function readPullThroughRule(
  registry: Registry,
  input: PullThroughRuleInput,
): Outcome<PullThroughRuleSettings> {
  if (WITHOUT_CACHE.has(registry.partition.id)) return featureDisabled();
  const { upstreamUrl, upstreamPrefix = ROOT } = input;
  const kind = upstreamKindOf(upstreamUrl);
  if (kind === undefined) {
    return unsupported(
      `The upstream registry URL ${upstreamUrl} is invalid. Specify a valid upstream registry URL and try again`,
    );
  }
  const isOpen = kind !== 'ecr' && !needsSecret(kind);
  // Open registries are not compared [observed].
  if (!isOpen && input.upstream !== undefined && input.upstream !== kind) {
    return refused(
      'Invalid input: Upstream registry URL and entered upstream registry do not match. Please verify input and try again.',
    );
  }
  const credentials = credentialRefusal(registry, kind, input);
  if (credentials !== undefined) return credentials;
  if (input.prefix === ROOT && upstreamPrefix !== ROOT) {
    return refused('The upstream repository prefix cannot be set when the ECR repository prefix is ROOT');
  }
  const { credentialArn, customRoleArn } = input;
  return {
    upstreamUrl,
    upstream: kind,
    upstreamPrefix,
    ...(credentialArn === undefined ? {} : { credentialArn }),
    ...(customRoleArn === undefined ? {} : { customRoleArn }),
  };
}

/** Whether the credentials of a rule fit its upstream. */
export function credentialRefusal(
  registry: Registry,
  kind: UpstreamKind,
  {
    upstreamUrl,
    credentialArn,
    customRoleArn,
  }: Pick<PullThroughRuleInput, 'upstreamUrl' | 'credentialArn' | 'customRoleArn'>,
): Failure | undefined {
  const wrongKind = kind === 'ecr' ? credentialArn : customRoleArn;
  if (wrongKind !== undefined) {
    return refused('Upstream registry URL and provided credential type do not match');
  }
  if (kind === 'ecr') return ecrRefusal(registry, upstreamUrl, customRoleArn);
  if (!needsSecret(kind)) {
    return credentialArn === undefined
      ? undefined
      : refused("The specified upstream registry doesn't require authentication");
  }
  if (credentialArn === undefined) {
    return unsupported(
      'The specified upstream registry requires authentication. Specify a valid Secrets Manager ARN containing the upstream registry credentials and try again.',
    );
  }
  const [, , , region, account] = credentialArn.split(':');
  if (region !== registry.region || account !== registry.accountId) {
    return new Failure(
      'SecretNotFoundException',
      'Please verify the secret exists in the same region and account that the pullthrough cache rule will be created in',
    );
  }
  return undefined;
}

/** Another account's registry needs a role, the own registry in another Region does not [observed]. */
function ecrRefusal(
  registry: Registry,
  upstreamUrl: string,
  customRoleArn: string | undefined,
): Failure | undefined {
  const upstream = ecrUpstream(upstreamUrl);
  if (upstream?.accountId !== registry.accountId) {
    return customRoleArn === undefined
      ? unsupported(
          'The specified upstream registry requires authentication. Specify a valid custom role ARN and try again.',
        )
      : undefined;
  }
  return upstream.region === registry.region
    ? refused('Upstream registry URL cannot be the same as the cache registry')
    : undefined;
}

function unsupported(text: string): Failure {
  return new Failure('UnsupportedUpstreamRegistryException', text);
}

/** The exception's class is not known [assumed]. */
function refused(text: string): Failure {
  return new Failure('InvalidParameterException', text);
}

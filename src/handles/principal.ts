import type { Caller } from '../iam/caller.js';
import { requireIdentityPolicies } from '../iam/policy/require-policy.js';
import { requireOptions, shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';

/** What is known of a caller; see {@link FakeEcr.principal}. @public */
export interface PrincipalOptions {
  /** Identity policies, as objects or JSON texts: everything they do not allow is refused. */
  readonly policies?: readonly (object | string)[];
  /** Session policies, which only restrict. */
  readonly sessionPolicies?: readonly (object | string)[];
  /** Principal tags, which conditions read as `aws:PrincipalTag/…`. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The source address of its requests, for `aws:SourceIp`. */
  readonly sourceIp?: string;
  /** The VPC endpoint of its requests, for `aws:SourceVpce`. */
  readonly vpcEndpoint?: string;
  /** Further condition keys of this caller's requests, for example `{ 'aws:SourceIp': '203.0.113.7' }`. */
  readonly keys?: Readonly<Record<string, string | readonly string[]>>;
}

const PRINCIPAL_OPTIONS = [
  'policies',
  'sessionPolicies',
  'tags',
  'sourceIp',
  'vpcEndpoint',
  'keys',
] as const satisfies readonly (keyof PrincipalOptions)[];

const PRINCIPAL =
  /^arn:(aws[a-z-]*):(?:iam::(\d{12}):(?:root|(user|role)\/([\w+=,.@/-]+))|sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\/([\w+=,.@-]+))$/;

/** The session name for a role that is given without a session. */
const DEFAULT_SESSION = 'fake-ecr';

/**
 * A caller whose identity policies are enforced. A role acts through a session, as on AWS.
 *
 * @throws a `[fake-ecr]` error if the ARN or a policy is malformed; it names the place of the error
 */
export function principal(arn: string, options: PrincipalOptions = {}): Caller {
  const match = typeof arn === 'string' ? PRINCIPAL.exec(arn) : null;
  if (match === null) {
    throw new FakeEcrError(
      `${shown(arn)} is not the ARN of a user, a role, a session of a role or a root user.`,
      "Expected 'arn:aws:iam::111122223333:role/ci' or the like.",
    );
  }
  requireOptions(options, `The principal ${arn}`, PRINCIPAL_OPTIONS);
  const { policies, sessionPolicies } = options;
  const keys = keysOf(options);
  const [, partition = 'aws', iamAccount, kind, name = '', stsAccount = '', role = ''] = match;
  const accountId = iamAccount ?? stsAccount;
  const roleName = kind === 'role' ? (name.split('/').at(-1) as string) : role;
  const isRole = kind === 'role';
  const isSession = stsAccount !== '';
  if (!isRole && !isSession && kind !== 'user' && policies !== undefined) {
    throw new FakeEcrError(
      `${arn} was given policies.`,
      'A root user has none: only resource policies restrict it.',
    );
  }
  return {
    accountId,
    arn: isRole ? `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${DEFAULT_SESSION}` : arn,
    ...(isRole ? { roleArn: arn } : {}),
    ...(isSession ? { roleArn: `arn:${partition}:iam::${accountId}:role/${roleName}` } : {}),
    ...(policies === undefined ? {} : { identityPolicies: requireIdentityPolicies(policies, arn) }),
    ...(sessionPolicies === undefined
      ? {}
      : { sessionPolicies: requireIdentityPolicies(sessionPolicies, arn) }),
    ...(keys === undefined ? {} : { conditionKeys: keys }),
  };
}

function keysOf({ tags, sourceIp, vpcEndpoint, keys }: PrincipalOptions) {
  const all: Record<string, unknown> = {
    ...Object.fromEntries(
      Object.entries(tags ?? {}).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]),
    ),
    ...(sourceIp === undefined ? {} : { 'aws:SourceIp': sourceIp }),
    ...(vpcEndpoint === undefined ? {} : { 'aws:SourceVpce': vpcEndpoint }),
    ...keys,
  };
  for (const [key, value] of Object.entries(all)) {
    const isTexts = Array.isArray(value) && value.every((one) => typeof one === 'string');
    if (typeof value === 'string' || isTexts) continue;
    throw new FakeEcrError(
      `The value of ${key} is neither a string nor a list of strings.`,
      'Leave out keys that the request does not have.',
    );
  }
  return Object.keys(all).length === 0 ? undefined : (all as Record<string, string | readonly string[]>);
}

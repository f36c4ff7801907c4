import { FakeEcrError } from '../../lib/misuse.js';
import type { RoleDefinition } from '../../iam/roles/role.js';
import type { World } from '../../world/world.js';
import type { WrittenDocument } from '../../world/written-origin.js';
import { awsManagedPolicy } from './aws-managed-policies.js';
import { deploymentsOf } from './deployment-state.js';
import type { PolicyThing, PrincipalThing } from './thing.js';

/** An identity policy of a principal. AWS's own policies have no place where they are written. */
interface AttachedPolicy {
  readonly text: string;
  readonly written?: WrittenDocument;
}

interface Attachments {
  readonly policies: readonly AttachedPolicy[];
  /** ARNs of managed policies whose text is not known. */
  readonly unknown: readonly string[];
}

/** Everything that is attached to a principal by any deployment of its account. IAM is the same in all Regions. */
function attachmentsOf(world: World, principal: PrincipalThing): Attachments {
  const account = principal.arn.split(':')[4];
  const deployments = deploymentsOf(world);
  const all = deployments.flatMap(({ resources }) => resources.filter((one) => one.account === account));
  const attached = all.flatMap(({ thing }) => (thing.kind === 'identity policy' ? [thing.policy] : []));
  const groups = all
    .flatMap(({ thing }) => (thing.kind === 'principal' ? [thing.principal] : []))
    .filter(({ type, name }) => type === 'group' && principal.groups.includes(name));
  const holders = [principal, ...groups];
  const byArn = (arn: string): AttachedPolicy | undefined => {
    const ours = attached.find((one) => one.arn === arn)?.document;
    if (ours !== undefined) return ours;
    const given = deployments
      .map(({ managedPolicies }) => managedPolicies[arn])
      .find((one) => one !== undefined);
    const text = given ?? awsManagedPolicy(arn);
    return text === undefined ? undefined : { text };
  };
  const own = attached.filter((policy) => holders.some((one) => isAttached(policy, one)));
  const arns = [
    ...new Set([
      ...holders.flatMap((one) => one.managedPolicyArns),
      ...own.flatMap((one) => one.attaches ?? []),
    ]),
  ];
  return {
    policies: [
      ...holders.flatMap((one) => one.policies),
      ...own.filter((one) => one.attaches === undefined).map((one) => one.document),
      ...arns.flatMap((arn) => byArn(arn) ?? []),
    ],
    unknown: arns.filter((arn) => byArn(arn) === undefined),
  };
}

function isAttached({ roles, users, groups }: PolicyThing, { type, name }: PrincipalThing): boolean {
  return { role: roles, user: users, group: groups }[type].includes(name);
}

/** Notes where the policies of every principal are written, after something was deployed or taken away. */
export function writePrincipals(world: World): void {
  const { origins } = world;
  for (const { kind, place } of [...origins.entries()]) {
    if (kind === 'identity policy' || kind === 'principal') origins.delete(kind, place);
  }
  for (const { resources } of deploymentsOf(world)) {
    for (const { thing, documents } of resources) {
      if (thing.kind !== 'principal') continue;
      const { arn } = thing.principal;
      const [own] = documents;
      if (own !== undefined) origins.set('principal', arn, own.document, '');
      attachmentsOf(world, thing.principal).policies.forEach(({ text, written }, index) => {
        if (written !== undefined) origins.set('identity policy', `${arn} ${index + 1}`, written, text);
      });
    }
  }
}

/**
 * The identity policies of a principal.
 *
 * @throws FakeEcrError if one is not known, or a boundary narrows it: a test must not be green for nothing
 */
export function policiesOfPrincipal(world: World, principal: PrincipalThing): readonly string[] {
  const { policies, unknown } = attachmentsOf(world, principal);
  const [missing] = unknown;
  if (missing !== undefined) {
    throw new FakeEcrError(
      `${principal.arn} has the managed policy ${missing}, whose text is not known.`,
      `Pass managedPolicies: { '${missing}': document } to deploy().`,
    );
  }
  if (principal.boundary !== undefined) {
    throw new FakeEcrError(
      `${principal.arn} has a permissions boundary, ${principal.boundary}, which is not modelled.`,
      'Make a principal of your own: ecr.principal(arn, { policies, sessionPolicies: [boundary] }).',
    );
  }
  return policies.map((one) => one.text);
}

/** The principals that some deployment has made, by their ARNs. */
export function knownPrincipals(world: World): ReadonlySet<string> {
  return new Set(
    deploymentsOf(world).flatMap(({ resources }) =>
      resources.flatMap(({ thing }) => (thing.kind === 'principal' ? [thing.principal.arn] : [])),
    ),
  );
}

/** A role that some deployment has made, as STS takes it; undefined if none has. */
export function roleOfDeployments(world: World, arn: string): RoleDefinition | undefined {
  for (const { resources } of deploymentsOf(world)) {
    for (const { thing } of resources) {
      if (thing.kind !== 'principal' || thing.principal.arn !== arn || thing.principal.type !== 'role')
        continue;
      const { trust, tags, maxSessionDuration } = thing.principal;
      return {
        arn,
        trustPolicy: trust?.text ?? NOBODY,
        policies: policiesOfPrincipal(world, thing.principal),
        tags,
        ...(maxSessionDuration === undefined ? {} : { maxSessionDuration }),
      };
    }
  }
  return undefined;
}

const NOBODY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sts:*' }],
};

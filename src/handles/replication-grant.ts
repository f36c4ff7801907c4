import { requireList, requireText, shown } from '../lib/arguments.js';
import { requireKind } from '../lib/handle-kind.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { ReplicationRule } from '../world/configuration/replication-configuration.js';
import type { Registry } from '../world/registry.js';

/** The repositories that a rule, a permission or a scenario applies to. */
export interface ReplicationScope {
  /** A prefix of repository names, or several of which one has to match; all repositories when absent. */
  readonly prefix?: string | readonly string[];
}

/** A rule without its destinations. */
export interface ReplicationRuleSettings extends ReplicationScope {
  /** Whether deletions are replicated too; left out of the rule when absent. */
  readonly deleteReplication?: boolean;
}

/** What another account may replicate into a registry. */
export interface ReplicationGrant extends ReplicationScope {
  /** Whether missing repositories may be created too; true by default. */
  readonly createRepository?: boolean;
}

/** @throws FakeEcrError if a destination is not a registry handle, or a prefix is not a string or has a wildcard */
export function replicationRuleOf(
  destinations: unknown,
  { deleteReplication, ...scope }: ReplicationRuleSettings,
): ReplicationRule {
  const targets: readonly unknown[] = Array.isArray(destinations) ? destinations : [destinations];
  return {
    destinations: targets.map((target) => {
      requireKind(target, 'registry', 'replicateTo()');
      const { accountId, region } = target as Registry;
      return { region, registryId: accountId };
    }),
    ...(scope.prefix === undefined ? {} : { prefixes: prefixesOf(scope) }),
    ...(deleteReplication === undefined ? {} : { deleteReplication }),
  };
}

/**
 * The text of a registry policy with one more statement, which allows another account to replicate into the registry.
 *
 * @param sourceAccount twelve digits; it applies to the whole account
 * @throws FakeEcrError if a prefix is not a string or has a wildcard
 */
export function policyTextWithGrant(
  { partition: { id: partition }, region, accountId, policyText }: Registry,
  sourceAccount: string,
  grant: ReplicationGrant,
): string {
  const statement = {
    Sid: `ReplicationFrom${sourceAccount}`,
    Effect: 'Allow',
    Principal: { AWS: `arn:${partition}:iam::${sourceAccount}:root` },
    Action: [...(grant.createRepository === false ? [] : ['ecr:CreateRepository']), 'ecr:ReplicateImage'],
    Resource: prefixesOf(grant).map(
      (prefix) => `arn:${partition}:ecr:${region}:${accountId}:repository/${prefix}*`,
    ),
  };
  const document =
    policyText === undefined
      ? { Version: '2012-10-17', Statement: [] as object[] }
      : (JSON.parse(policyText) as { Statement: object | object[] });
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  return JSON.stringify({ ...document, Statement: [...(statements as object[]), statement] });
}

function prefixesOf({ prefix = '' }: ReplicationScope): readonly string[] {
  const prefixes = typeof prefix === 'string' ? [prefix] : prefix;
  requireList(prefixes, 'A prefix', "a string such as 'prod/', or a list of them");
  for (const one of prefixes) {
    requireText(one, 'A prefix', "a string such as 'prod/'");
    if (!/[*?]/.test(one)) continue;
    throw new FakeEcrError(
      `A prefix is ${shown(one)}, which has a wildcard.`,
      `ECR's filters match the start of a name literally: expected ${shown(one.replace(/[*?].*$/, ''))}.`,
    );
  }
  return prefixes;
}

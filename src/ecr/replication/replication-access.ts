import {
  type ConditionKeys,
  conditionKeys,
  membershipKeys,
  momentKeys,
} from '../../iam/policy/condition-keys.js';
import { decideAccess } from '../../iam/policy/decide.js';
import type { PolicyDocument } from '../../iam/policy/document.js';
import { type AccessRequest, type StatementVerdict, explainPolicy } from '../../iam/policy/evaluate.js';
import { policyOf } from '../../iam/policy/parsed-policies.js';
import { lookedAtInVain } from '../../world/deployed-source.js';
import type { ReplicationAction, ReplicationPermission } from '../../world/records/replication.js';
import type { Registry } from '../../world/registry.js';
import { writtenRegistryPolicy } from '../../world/written-documents.js';
import type { WrittenOrigin } from '../../world/written-origin.js';
import { placeLines, placeOf } from '../../world/written-origins.js';
import { policyHint } from '../access/hints.js';
import { replicationCaller, repositoryResource } from '../access/replication-role.js';
import { resourceTagKeys } from '../access/request-keys.js';
import { stepsTo } from '../access/statement-place.js';

/** Checks the destination's registry policy for the service-linked role of the source account. */
export class PolicyReplicationAccess implements ReplicationAccess {
  /** Cached results for a pair of registries, valid until something relevant changes. */
  private readonly known = new WeakMap<Registry, Map<Registry, KnownAccess>>();

  between(source: Registry, destination: Registry, now: number): StandingAccess {
    const { policyText } = destination;
    const { organizationId, organizationPath } = source.account;
    let destinations = this.known.get(source);
    if (destinations === undefined) {
      this.known.set(source, (destinations = new Map<Registry, KnownAccess>()));
    }
    const known = destinations.get(destination);
    const isCurrent =
      known?.policyText === policyText &&
      known?.organizationId === organizationId &&
      known?.organizationPath === organizationPath;
    if (known !== undefined && isCurrent) return known.access;
    const access = this.find(source, destination, now);
    if (!changesByItself(policyText)) {
      destinations.set(destination, { policyText, organizationId, organizationPath, access });
    }
    return access;
  }

  private find(source: Registry, destination: Registry, now: number): StandingAccess {
    const verdicts = new Map<string, ReplicationPermission>();
    const { policyText } = destination;
    const policy = policyOf(policyText, 'registry');
    const caller = replicationCaller(source);
    // Keys that services usually send, such as aws:SourceAccount, are absent [observed].
    const keys = {
      ...momentKeys(now),
      'aws:PrincipalArn': caller.arn,
      'aws:PrincipalAccount': caller.accountId,
      'aws:ResourceAccount': destination.accountId,
      'aws:RequestedRegion': destination.region,
      ...membershipKeys(source.account),
    };
    const keysFor = (repositoryName: string): ConditionKeys =>
      conditionKeys({ ...keys, ...resourceTagKeys(destination.repository(repositoryName)) });
    return {
      mentions: () =>
        source.account === destination.account ||
        (policy !== undefined &&
          explainPolicy(policy, {
            action: 'ecr:ReplicateImage',
            resource: repositoryResource(destination, '*'),
            principal: caller,
            keys: conditionKeys(keys),
          }).some(({ statement, matches, failed }) => {
            return statement.effect === 'Allow' && (matches || failed?.element === 'Resource');
          })),
      judge: (action, repositoryName) => {
        const key = `${action} ${repositoryName}`;
        const known = verdicts.get(key);
        if (known !== undefined) return known;
        const resource = repositoryResource(destination, repositoryName);
        const request: AccessRequest = { action, resource, principal: caller, keys: keysFor(repositoryName) };
        const { allowed } = decideAccess({
          request,
          owner: destination.accountId,
          ...(policy === undefined ? {} : { registryPolicy: policy }),
        });
        const verdict = new ReplicationVerdictOnAccess(allowed, policy, request, destination, policyText);
        verdicts.set(key, verdict);
        return verdict;
      },
    };
  }
}

/** Conditions on the time or on repository tags can change their result without a change of the policy. */
function changesByItself(policyText: string | undefined): boolean {
  return policyText !== undefined && /aws:(currenttime|epochtime)|resourcetag\//i.test(policyText);
}

interface KnownAccess {
  readonly policyText: string | undefined;
  readonly organizationId: string | undefined;
  readonly organizationPath: string | undefined;
  readonly access: StandingAccess;
}

class ReplicationVerdictOnAccess implements ReplicationPermission {
  constructor(
    readonly allowed: boolean,
    private readonly policy: PolicyDocument | undefined,
    private readonly request: AccessRequest,
    private readonly registry: Registry,
    private readonly policyText: string | undefined,
  ) {}

  reasons(): readonly string[] {
    const { policy, request } = this;
    if (policy === undefined) {
      const { origins } = this.registry.world;
      return [
        ...lookedAtInVain(origins.sources.values(), this.registry.key, 'registry policy'),
        ...otherPolicies(this.registry),
        `${this.registry.key} has no registry policy. It needs this statement:`,
        ...this.missingStatement(),
      ];
    }
    const verdicts = explainPolicy(policy, request);
    const denial = verdicts.find((verdict) => verdict.matches && verdict.statement.effect === 'Deny');
    if (denial !== undefined) {
      return [
        `${nameOf(denial)} denies it explicitly; a Deny wins over any Allow.`,
        ...this.writtenAt(denial),
      ];
    }
    const allows = verdicts.filter((verdict) => verdict.statement.effect === 'Allow');
    return [
      ...allows.flatMap((verdict) => [...whyNot(verdict), ...this.writtenAt(verdict)]),
      `No statement of the registry policy of ${this.registry.key} allows it. This one would:`,
      ...this.missingStatement(),
    ];
  }

  statement(): string | undefined {
    const decisive = this.decisive();
    return decisive && (decisive.statement.sid ?? `#${decisive.statement.index}`);
  }

  origin(): WrittenOrigin | undefined {
    const decisive = this.decisive();
    return decisive && placeOf(this.written, stepsTo(decisive));
  }

  places(): readonly string[] {
    const decisive = this.decisive();
    return decisive === undefined ? [] : placeLines(this.written, stepsTo(decisive));
  }

  private decisive(): StatementVerdict | undefined {
    if (this.policy === undefined) return undefined;
    const verdicts = explainPolicy(this.policy, this.request);
    return (
      verdicts.find((verdict) => verdict.matches && verdict.statement.effect === 'Deny') ??
      verdicts.find((verdict) => verdict.matches) ??
      verdicts.find((verdict) => verdict.statement.effect === 'Allow')
    );
  }

  private get written() {
    return writtenRegistryPolicy(this.registry, this.policyText);
  }

  private writtenAt(verdict: StatementVerdict): readonly string[] {
    return placeLines(this.written, stepsTo(verdict)).map((line) => `  ${line}`);
  }

  /** The missing statement, ready to be pasted. */
  private missingStatement(): readonly string[] {
    const { action, resource, principal } = this.request;
    const partition = resource.split(':')[1] ?? 'aws';
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: `arn:${partition}:iam::${principal.accountId}:root` },
      Action: neededActions(action),
      Resource: resource,
    };
    return JSON.stringify(statement, null, 2).split('\n');
  }
}

/** A policy in another Region of the account has no effect here [docs]. */
function otherPolicies(registry: Registry): readonly string[] {
  const regions: string[] = [];
  for (const other of registry.world.registries()) {
    if (other.account === registry.account && other.policyText !== undefined) regions.push(other.region);
  }
  if (regions.length === 0) return [];
  return [
    `Account ${registry.accountId} has one in ${regions.join(', ')}; a registry policy applies to its own Region only.`,
  ];
}

function neededActions(action: string): ReplicationAction[] {
  return action === 'ecr:ReplicateImage'
    ? ['ecr:CreateRepository', 'ecr:ReplicateImage']
    : [action as ReplicationAction];
}

function nameOf({ statement }: StatementVerdict): string {
  return statement.sid === undefined ? `Statement #${statement.index}` : `Statement "${statement.sid}"`;
}

function whyNot(verdict: StatementVerdict): readonly string[] {
  const { failed } = verdict;
  if (failed === undefined) return [];
  const hint = policyHint(verdict);
  return [
    `${nameOf(verdict)} does not match: ${failed.element} is ${failed.expected}, the call has ${failed.received}.`,
    ...(hint === undefined ? [] : [`  ${hint}`]),
  ];
}

/** The destination's permission at the time of the check: later changes of the policy do not affect it. */
export interface StandingAccess {
  judge(action: ReplicationAction, repositoryName: string): ReplicationPermission;
  /** Whether any statement allows ecr:ReplicateImage to the source, for any repositories. */
  mentions(): boolean;
}

/** How the replication engine checks permissions, without knowing policies. */
export interface ReplicationAccess {
  /** @param now epoch milliseconds, for conditions on the time */
  between(source: Registry, destination: Registry, now: number): StandingAccess;
}

import { isFailure } from '../aws/failure.js';
import { shown } from '../lib/arguments.js';
import { copyJson } from '../lib/copy-json.js';
import { list, map } from '../lib/json-shape.js';
import type { CreationPurpose, CreationTemplate } from '../world/configuration/creation-templates.js';
import type { Encryption } from '../world/configuration/encryption.js';
import type { KmsKeyState } from '../world/configuration/kms-keys.js';
import type { ReplicationRule } from '../world/configuration/replication-configuration.js';
import type { ScanFrequency, ScanType, ScanningRule } from '../world/configuration/scanning-configuration.js';
import type { UpstreamKind } from '../world/configuration/upstreams.js';
import { type Findings, withDates } from '../world/records/scan.js';
import type { SigningRule } from '../world/records/signing.js';
import type { Registry } from '../world/registry.js';
import { type BackfillSnapshot, backfillShape, captureBackfill, restoreBackfill } from './backfill.js';
import { findingsShape } from './image.js';
import type { KeptManifests, Manifests } from './manifests.js';
import { replicationRuleShape } from './replication.js';
import {
  type RepositorySnapshot,
  captureRepository,
  repositoryShape,
  restoreRepository,
} from './repository.js';
import {
  type Moment,
  type MutabilitySnapshot,
  accountId,
  bySequence,
  captureMutability,
  compare,
  encryption,
  members,
  moment,
  mutability,
  oneOf,
  position,
  present,
  region,
  resourceTags,
  restoreMutability,
  sorted,
  texts,
  words,
} from './words.js';

export interface RegistrySnapshot {
  readonly account: string;
  readonly region: string;
  readonly policy?: string;
  readonly replication: readonly { readonly rules: readonly ReplicationRule[]; readonly putAt: Moment }[];
  readonly settings: Readonly<Record<string, string>>;
  readonly scanning: { readonly scanType: ScanType; readonly rules: readonly ScanningRule[] };
  readonly findings: Readonly<Record<string, Findings>>;
  readonly signing?: readonly SigningRule[];
  /** Keys that are not enabled, by ARN. */
  readonly kmsKeys?: Readonly<Record<string, KmsKeyState>>;
  readonly exclusions: readonly { readonly principalArn: string; readonly createdAt: Moment }[];
  readonly pullThrough: readonly PullThroughSnapshot[];
  readonly templates: readonly TemplateSnapshot[];
  readonly backfills: readonly BackfillSnapshot[];
  readonly repositories: readonly RepositorySnapshot[];
}

export interface PullThroughSnapshot {
  readonly prefix: string;
  readonly upstreamUrl: string;
  readonly upstream: UpstreamKind;
  readonly upstreamPrefix: string;
  readonly credentialArn?: string;
  readonly customRoleArn?: string;
  readonly position: number;
  readonly createdAt: Moment;
  readonly updatedAt: Moment;
}

export interface TemplateSnapshot {
  readonly prefix: string;
  readonly description?: string;
  readonly appliedFor: readonly CreationPurpose[];
  readonly tagMutability: MutabilitySnapshot;
  readonly encryption: Encryption;
  readonly resourceTags: Readonly<Record<string, string>>;
  readonly repositoryPolicyText?: string;
  readonly lifecyclePolicyText?: string;
  readonly customRoleArn?: string;
  readonly position: number;
  readonly createdAt: Moment;
  readonly updatedAt: Moment;
}

const pullThroughShape = members<PullThroughSnapshot>(
  'a pull-through cache rule',
  {
    prefix: words,
    upstreamUrl: words,
    upstream: oneOf<UpstreamKind>('a kind of upstream', {
      ecr: true,
      'ecr-public': true,
      quay: true,
      k8s: true,
      'docker-hub': true,
      'github-container-registry': true,
      'azure-container-registry': true,
      'gitlab-container-registry': true,
      chainguard: true,
    }),
    upstreamPrefix: words,
    credentialArn: words,
    customRoleArn: words,
    position,
    createdAt: moment,
    updatedAt: moment,
  },
  ['credentialArn', 'customRoleArn'],
);

const templateShape = members<TemplateSnapshot>(
  'a creation template',
  {
    prefix: words,
    description: words,
    appliedFor: list(
      oneOf<CreationPurpose>('a purpose', {
        REPLICATION: true,
        PULL_THROUGH_CACHE: true,
        CREATE_ON_PUSH: true,
      }),
      'a list of purposes',
    ),
    tagMutability: mutability,
    encryption,
    resourceTags,
    repositoryPolicyText: words,
    lifecyclePolicyText: words,
    customRoleArn: words,
    position,
    createdAt: moment,
    updatedAt: moment,
  },
  ['description', 'repositoryPolicyText', 'lifecyclePolicyText', 'customRoleArn'],
);

const scanningShape = members<RegistrySnapshot['scanning']>('a scanning configuration', {
  scanType: oneOf<ScanType>('BASIC or ENHANCED', { BASIC: true, ENHANCED: true }),
  rules: list(
    members<ScanningRule>('a scanning rule', {
      scanFrequency: oneOf<ScanFrequency>('a frequency', {
        SCAN_ON_PUSH: true,
        CONTINUOUS_SCAN: true,
        MANUAL: true,
      }),
      filters: texts,
    }),
    'a list of rules',
  ),
});

const kmsKeyState = oneOf<KmsKeyState>('a state of a KMS key', {
  Enabled: true,
  Disabled: true,
  PendingDeletion: true,
  PendingImport: true,
  NotFound: true,
});

export const registryShape = members<RegistrySnapshot>(
  'a registry',
  {
    account: accountId,
    region,
    policy: words,
    replication: list(
      members<RegistrySnapshot['replication'][number]>('replication rules', {
        rules: list(replicationRuleShape, 'a list of rules'),
        putAt: moment,
      }),
      'a list of versions of the rules',
    ),
    settings: map(/^/, words, 'account settings, by name'),
    scanning: scanningShape,
    findings: map(/^/, findingsShape, 'findings, by image'),
    signing: list(
      members<SigningRule>('a signing rule', { profileArn: words, filters: texts }, ['filters']),
      'a list of rules',
    ),
    kmsKeys: map(/^/, kmsKeyState, 'states of KMS keys, by ARN'),
    exclusions: list(
      members<RegistrySnapshot['exclusions'][number]>('an exclusion', {
        principalArn: words,
        createdAt: moment,
      }),
      'a list of exclusions',
    ),
    pullThrough: list(pullThroughShape, 'a list of rules'),
    templates: list(templateShape, 'a list of templates'),
    backfills: list(backfillShape, 'a list of backfills'),
    repositories: list(repositoryShape, 'a list of repositories'),
  },
  ['policy', 'signing', 'kmsKeys'],
);

export function captureRegistry(registry: Registry, manifests: KeptManifests, now: number): RegistrySnapshot {
  const { scanning } = registry;
  const kmsKeys = sorted(registry.kmsKeys.entries());
  const settings: Omit<RegistrySnapshot, 'repositories'> = {
    account: registry.accountId,
    region: registry.region,
    ...present({
      policy: registry.policyText,
      signing: registry.signing.rules,
      kmsKeys: Object.keys(kmsKeys).length === 0 ? undefined : kmsKeys,
    }),
    replication: registry.replication.history,
    settings: sorted(registry.settings.entries()),
    scanning: { scanType: scanning.scanType, rules: scanning.rules },
    findings: sorted(registry.seededFindings.entries()),
    exclusions: [...registry.pullTimeExclusions.list()].map(({ principalArn, createdAt }) => ({
      principalArn,
      createdAt,
    })),
    pullThrough: [...registry.pullThrough.list()],
    templates: [...registry.templates.list()].map(captureTemplate),
    backfills: [...registry.backfills.all()].map(captureBackfill),
  };
  return {
    ...copyJson(settings),
    repositories: [...registry.repositories()]
      .sort((a, b) => compare(a.name, b.name))
      .map((repository) => captureRepository(repository, manifests, now)),
  };
}

/** A registry that was only looked at is the same as one that was never mentioned. */
export function isUntouchedRegistry(registry: Registry): boolean {
  const { scanning, settings, seededFindings, signing } = registry;
  const lists = [
    registry.repositories(),
    registry.templates.list(),
    registry.pullThrough.list(),
    registry.pullTimeExclusions.list(),
    registry.backfills.all(),
    settings.entries(),
    seededFindings.entries(),
    registry.kmsKeys.entries(),
    registry.replication.history,
  ];
  return (
    registry.policyText === undefined &&
    signing.rules === undefined &&
    scanning.scanType === 'BASIC' &&
    scanning.rules.length === 0 &&
    lists.every((list) => [...list].length === 0)
  );
}

/** The registry gets copies of what it may change and nothing more, since there are many images. */
export function restoreRegistry(
  registry: Registry,
  { repositories, ...settings }: RegistrySnapshot,
  manifests: Manifests,
): void {
  const saved = copyJson(settings);
  registry.policyText = saved.policy;
  for (const { rules, putAt } of saved.replication) registry.replication.put(rules, putAt);
  for (const [name, value] of Object.entries(saved.settings)) {
    const refusal = registry.settings.put(name, value);
    if (refusal !== undefined) throw new TypeError(`${name} can't be ${shown(value)}`);
  }
  registry.scanning.set(saved.scanning.scanType, saved.scanning.rules);
  for (const [reference, findings] of Object.entries(saved.findings)) {
    registry.seededFindings.set(reference, withDates(findings));
  }
  registry.signing.set(saved.signing);
  for (const [key, state] of Object.entries(saved.kmsKeys ?? {})) registry.kmsKeys.set(key, state);
  for (const { principalArn, createdAt } of saved.exclusions) {
    const exclusion = registry.pullTimeExclusions.register(principalArn, createdAt);
    if (isFailure(exclusion)) throw new TypeError(exclusion.message ?? exclusion.code);
  }
  for (const rule of saved.pullThrough) registry.pullThrough.put(rule);
  for (const template of saved.templates) registry.templates.put(restoreTemplate(template));
  for (const backfill of saved.backfills) registry.backfills.add(restoreBackfill(backfill));
  for (const repository of [...repositories].sort(bySequence)) {
    restoreRepository(registry, repository, manifests);
  }
}

function captureTemplate(template: CreationTemplate): TemplateSnapshot {
  return {
    ...template,
    tagMutability: captureMutability(template.tagMutability),
    resourceTags: Object.fromEntries(template.resourceTags),
  };
}

function restoreTemplate(saved: TemplateSnapshot): CreationTemplate {
  return {
    ...saved,
    tagMutability: restoreMutability(saved.tagMutability),
    resourceTags: new Map(Object.entries(saved.resourceTags)),
  };
}

import { choice, list, map } from '../../lib/json-shape.js';
import type { ScanningRule } from '../../world/configuration/scanning-configuration.js';
import type { BackfillResult } from '../../world/records/backfill.js';
import type { SigningRule } from '../../world/records/signing.js';
import type { BackfillSnapshot, PullThroughSnapshot, RegistrySnapshot, TemplateSnapshot } from '../format.js';
import { findings } from './image.js';
import { repository } from './repository.js';
import {
  accountId,
  count,
  destination,
  digest,
  encryption,
  members,
  moment,
  mutability,
  position,
  region,
  repositoryName,
  resourceTags,
  rule,
  tag,
  texts,
  words,
  yesOrNo,
} from './words.js';

const pullThrough = members<PullThroughSnapshot>(
  'a pull-through cache rule',
  {
    prefix: words,
    upstreamUrl: words,
    upstream: words,
    upstreamPrefix: words,
    credentialArn: words,
    customRoleArn: words,
    position,
    createdAt: moment,
    updatedAt: moment,
  },
  ['credentialArn', 'customRoleArn'],
);
const template = members<TemplateSnapshot>(
  'a creation template',
  {
    prefix: words,
    description: words,
    appliedFor: list(
      choice('a purpose', 'REPLICATION', 'PULL_THROUGH_CACHE', 'CREATE_ON_PUSH'),
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
const backfillResult = members<BackfillResult>(
  'a result of a backfill',
  { repositoryName, digest, tag, isIndex: yesOrNo, failureCode: words },
  ['tag', 'failureCode'],
);
const backfill = members<BackfillSnapshot>(
  'a backfill',
  {
    id: words,
    position,
    destination,
    startedAt: moment,
    endedAt: moment,
    status: choice(
      'a status of a backfill',
      'PREPARING',
      'IN_PROGRESS',
      'STOPPING',
      'STOPPED',
      'COMPLETE',
      'FAILED',
    ),
    failureCode: words,
    progress: members<NonNullable<BackfillSnapshot['progress']>>('progress', {
      total: count,
      completed: count,
      failed: count,
      failureCodes: texts,
    }),
    results: list(backfillResult, 'a list of results'),
  },
  ['endedAt', 'failureCode', 'progress'],
);
const scanningRule = members<ScanningRule>('a scanning rule', {
  scanFrequency: choice('a frequency', 'SCAN_ON_PUSH', 'CONTINUOUS_SCAN', 'MANUAL'),
  filters: texts,
});
const signingRule = members<SigningRule>('a signing rule', { profileArn: words, filters: texts }, [
  'filters',
]);

export const registry = members<RegistrySnapshot>(
  'a registry',
  {
    account: accountId,
    region,
    policy: words,
    replication: list(
      members<RegistrySnapshot['replication'][number]>('replication rules', {
        rules: list(rule, 'a list of rules'),
        putAt: moment,
      }),
      'a list of versions of the rules',
    ),
    settings: map(/^/, words, 'account settings, by name'),
    scanning: members<RegistrySnapshot['scanning']>('a scanning configuration', {
      scanType: choice('BASIC or ENHANCED', 'BASIC', 'ENHANCED'),
      rules: list(scanningRule, 'a list of rules'),
    }),
    findings: map(/^/, findings, 'findings, by image'),
    signing: list(signingRule, 'a list of rules'),
    exclusions: list(
      members<RegistrySnapshot['exclusions'][number]>('an exclusion', {
        principalArn: words,
        createdAt: moment,
      }),
      'a list of exclusions',
    ),
    pullThrough: list(pullThrough, 'a list of rules'),
    templates: list(template, 'a list of templates'),
    backfills: list(backfill, 'a list of backfills'),
    repositories: list(repository, 'a list of repositories'),
  },
  ['policy', 'signing'],
);

import {
  type JsonShape,
  choice,
  document,
  either,
  flag,
  list,
  map,
  number,
  object,
  record,
  text,
} from '../../lib/json-shape.js';
import { ENCRYPTION_TYPES } from '../../world/configuration/encryption.js';
import { TAG_MUTABILITY_MODES } from '../../world/images/tag-mutability.js';

/** The name of {@link NESTED_IMAGE_SHAPE} in the JSON schema. */
export const NESTED_IMAGE = 'nestedImage';

const REGISTRY = /^\d{12}\/[a-z]{2,}(-[a-z]+)+-\d+$/;
const TAG = /^[A-Za-z0-9_.-]{1,300}$/;

const tags = map(/^/, text('a value'), 'resource tags, by key');
const platform = text("a platform such as 'linux/arm64'", /^[a-z0-9]+\/[a-z0-9]+(\/[a-z0-9]+)?$/);
const tag = text('a tag of letters, digits and _ . -', TAG);
const moment = text("a moment such as '2026-11-24T09:00:00Z'", /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/);
const registry = text("a registry such as '444455556666/eu-west-1'", REGISTRY);
const finding = document('a finding, in the shape of the SDK');

/** What an image of an index may have, too. */
const nested = {
  name: text('a name: equal names give equal bytes'),
  manifest: text('the exact text of a manifest'),
  platform,
  platforms: list(platform, 'a list of platforms, which makes it an index'),
  layers: either(
    'a number of layers, or a list of their sizes in bytes',
    number('a number of layers'),
    list(number('a size in bytes'), 'a list of sizes in bytes'),
  ),
  labels: map(/^/, text('a value'), 'labels, by key'),
  annotations: map(/^/, text('a value'), 'annotations, by key'),
  images: list(
    record('an image of the index', NESTED_IMAGE),
    'a list of images, which makes it an index; each may be an index as well',
  ),
};

/** An image of an index: those of `images` are checked one by one, however deep they are. */
export const NESTED_IMAGE_SHAPE: JsonShape = object('an image of an index', nested);

const image = object('an image', {
  ...nested,
  tag,
  tags: list(tag, 'a list of tags'),
  pushedAt: moment,
  lastPulledAt: moment,
  archived: flag('true or false'),
  findings: list(finding, 'a list of findings'),
  referrers: list(
    object('a referrer', {
      artifactType: text('a media type such as application/spdx+json'),
      name: text('a name: equal names give equal bytes'),
    }),
    'a list of artifacts that refer to the image',
  ),
});

const exclusions = list(
  object(
    'an exclusion filter such as { "filterType": "WILDCARD", "filter": "dev-*" }',
    { filterType: choice('WILDCARD', 'WILDCARD'), filter: text('a filter') },
    ['filterType', 'filter'],
  ),
  'a list of exclusion filters',
);
const encryptionConfiguration = object(
  'an encryption such as { "encryptionType": "KMS" }',
  { encryptionType: choice('AES256, KMS or KMS_DSSE', ...ENCRYPTION_TYPES), kmsKey: text('a key') },
  ['encryptionType'],
);
const tagList = list(
  object('a tag such as { "Key": "team", "Value": "a" }', { Key: text('a key'), Value: text('a value') }, [
    'Key',
    'Value',
  ]),
  'a list of resource tags',
);

const repository = object('a repository', {
  imageTagMutability: choice(`one of ${TAG_MUTABILITY_MODES.join(', ')}`, ...TAG_MUTABILITY_MODES),
  mutabilityExclusions: list(text('a filter'), 'a list of filters'),
  imageTagMutabilityExclusionFilters: exclusions,
  scanOnPush: flag('true or false'),
  imageScanningConfiguration: object('a scanning configuration such as { "scanOnPush": true }', {
    scanOnPush: flag('true or false'),
  }),
  encryptionConfiguration,
  tags: tagList,
  encryption: object(
    'an encryption such as { "type": "KMS" }',
    { type: choice('AES256, KMS or KMS_DSSE', ...ENCRYPTION_TYPES), kmsKey: text('a key') },
    ['type'],
  ),
  resourceTags: tags,
  policy: document('a repository policy'),
  lifecyclePolicy: document('a lifecycle policy'),
  images: list(either('a tag or an image', tag, image), 'a list of tags or images'),
});

const scanning = object('a scanning configuration', {
  scanType: choice('BASIC or ENHANCED', 'BASIC', 'ENHANCED'),
  rules: list(
    object(
      'a scanning rule such as { "scanFrequency": "SCAN_ON_PUSH", "repositoryFilters": ["prod-*"] }',
      {
        scanFrequency: choice(
          'SCAN_ON_PUSH, CONTINUOUS_SCAN or MANUAL',
          'SCAN_ON_PUSH',
          'CONTINUOUS_SCAN',
          'MANUAL',
        ),
        repositoryFilters: list(
          either(
            'a filter',
            text('a filter'),
            object('a filter', { filter: text('a filter'), filterType: choice('WILDCARD', 'WILDCARD') }, [
              'filter',
              'filterType',
            ]),
          ),
          'a list of filters',
        ),
      },
      ['scanFrequency', 'repositoryFilters'],
    ),
    'a list of scanning rules',
  ),
});

const pullThroughCacheRule = object(
  'a pull-through cache rule',
  {
    ecrRepositoryPrefix: text('a prefix of repository names, or ROOT'),
    upstreamRegistryUrl: text("an address such as 'public.ecr.aws'"),
    upstreamRegistry: text('a kind of registry'),
    credentialArn: text('the ARN of a secret'),
    customRoleArn: text('the ARN of a role'),
    upstreamRepositoryPrefix: text('a prefix of repository names, or ROOT'),
  },
  ['ecrRepositoryPrefix', 'upstreamRegistryUrl'],
);

const purpose = choice(
  'REPLICATION, PULL_THROUGH_CACHE or CREATE_ON_PUSH',
  'REPLICATION',
  'PULL_THROUGH_CACHE',
  'CREATE_ON_PUSH',
);
const creationTemplate = object(
  'a repository creation template',
  {
    prefix: text('a prefix of repository names, or ROOT'),
    appliedFor: list(purpose, 'a list of purposes'),
    description: text('a description'),
    encryptionConfiguration,
    resourceTags: tagList,
    imageTagMutability: choice(`one of ${TAG_MUTABILITY_MODES.join(', ')}`, ...TAG_MUTABILITY_MODES),
    imageTagMutabilityExclusionFilters: exclusions,
    repositoryPolicy: document('a repository policy'),
    lifecyclePolicy: document('a lifecycle policy'),
    customRoleArn: text('the ARN of a role'),
  },
  ['prefix', 'appliedFor'],
);

const prefix = text('a prefix of repository names');
const prefixes = either(
  'a prefix of repository names, or a list of them',
  prefix,
  list(prefix, 'a list of prefixes of repository names'),
);

const rule = object(
  'a replication rule',
  {
    to: list(registry, "a list of registries such as ['444455556666/eu-west-1']"),
    prefix: prefixes,
    deleteReplication: flag('true or false'),
  },
  ['to'],
);

const permission = either(
  "a registry such as '111122223333/us-west-2', or an object with it",
  registry,
  object(
    'a permission to replicate',
    {
      from: registry,
      prefix: prefixes,
      createRepository: flag('true or false'),
    },
    ['from'],
  ),
);

const SETTING = /^(BASIC_SCAN_TYPE_VERSION|REGISTRY_POLICY_SCOPE|BLOB_MOUNTING)$/;

/** What `ecr.seed()` takes. */
export const SEED_SHAPE: JsonShape = object('a seed, an object with registries', {
  $schema: text('the address of the schema'),
  accounts: map(
    /^\d{12}$/,
    object('an account', {
      enabledRegions: list(text('a Region'), 'a list of Regions'),
      disabledRegions: list(text('a Region'), 'a list of Regions'),
      organization: text("an organization such as 'o-a1b2c3d4e5'", /^o-[a-z0-9]{10,32}$/),
    }),
    'accounts, by their twelve digits',
  ),
  registries: map(
    REGISTRY,
    object('a registry', {
      policy: document('a registry permissions policy'),
      allowReplicationFrom: list(permission, 'a list of registries'),
      replication: list(rule, 'a list of replication rules'),
      settings: map(SETTING, text('a value'), 'account settings, by name'),
      scanning,
      pullThroughCacheRules: list(pullThroughCacheRule, 'a list of pull-through cache rules'),
      creationTemplates: list(creationTemplate, 'a list of repository creation templates'),
      repositories: map(/^[a-z0-9]/, repository, 'repositories, by name'),
    }),
    "registries, by keys such as '111122223333/us-west-2'",
  ),
  upstreams: map(
    /^/,
    list(text("a reference such as 'library/node:22'"), 'a list of references'),
    "upstream registries, by kind or address such as 'docker-hub'",
  ),
});

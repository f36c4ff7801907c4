import type {
  ImageDetail,
  ImageTagMutabilityExclusionFilter,
  PullThroughCacheRule,
  RegistryScanningConfiguration,
  ReplicationRule,
  RepositoryCreationTemplate,
  Tag,
} from '@aws-sdk/client-ecr';
import { upstreamKindOf } from '../../world/configuration/upstreams.js';
import { documentOf } from '../reading/read-optional.js';
import type { RegistryReading, RepositoryReading } from '../reading/reading.js';
import { normalLifecyclePolicy, normalPolicy } from './normal-documents.js';
import { Anything, type Branch, type Tree, Unordered } from './tree.js';

/**
 * A reading as a comparable tree: equivalent values have equal form.
 *
 * @param isKnownKey whether an encryption key is one that can be compared
 */
export function describeRegistry(reading: RegistryReading, isKnownKey: (key: string) => boolean): Branch {
  const { replication, policy, settings, scanning, pullThrough, templates, repositories } = reading;
  return {
    ...(replication === undefined ? {} : { replication: replicationTree(replication) }),
    ...(policy === undefined ? {} : { policy: normalPolicy(policy, 'registry') }),
    settings,
    ...(scanning === undefined ? {} : { scanning: scanningTree(scanning) }),
    ...(pullThrough === undefined
      ? {}
      : { pullThrough: byName(pullThrough, (one) => prefixOf(one.ecrRepositoryPrefix), pullThroughTree) }),
    ...(templates === undefined
      ? {}
      : {
          templates: byName(
            templates,
            (one) => prefixOf(one.prefix),
            (one) => templateTree(one, isKnownKey),
          ),
        }),
    repositories: Object.fromEntries(
      Object.entries(repositories).map(([name, one]) => [name, repositoryTree(one, isKnownKey)]),
    ),
  };
}

function byName<T>(items: readonly T[], nameOf: (item: T) => string, treeOf: (item: T) => Branch): Branch {
  return Object.fromEntries(items.map((item) => [nameOf(item), treeOf(item)]));
}

/** `org` and `org/` are the same prefix [docs]. */
function prefixOf(prefix = ''): string {
  return prefix.replace(/\/$/, '');
}

/** The order of rules, destinations and filters has no meaning. */
function replicationTree(rules: readonly ReplicationRule[]): Tree {
  return new Unordered(
    rules.map(({ destinations = [], repositoryFilters = [] }) => ({
      name: undefined,
      value: {
        destinations: destinations.map((one) => `${one.registryId}/${one.region}`).sort(),
        filters: repositoryFilters.map((one) => one.filter ?? '').sort(),
      },
    })),
  );
}

function scanningTree({ scanType = 'BASIC', rules = [] }: RegistryScanningConfiguration): Branch {
  return {
    scanType,
    rules: Object.fromEntries(
      rules.map(({ scanFrequency = '', repositoryFilters = [] }) => [
        scanFrequency,
        repositoryFilters.map((one) => one.filter ?? '').sort(),
      ]),
    ),
  };
}

function pullThroughTree(rule: PullThroughCacheRule): Branch {
  const {
    upstreamRegistryUrl = '',
    upstreamRegistry,
    upstreamRepositoryPrefix,
    credentialArn,
    customRoleArn,
  } = rule;
  return {
    upstreamRegistryUrl,
    upstreamRegistry: upstreamRegistry ?? upstreamKindOf(upstreamRegistryUrl) ?? '',
    upstreamRepositoryPrefix: prefixOf(upstreamRepositoryPrefix ?? 'ROOT'),
    ...(credentialArn === undefined ? {} : { credentialArn }),
    ...(customRoleArn === undefined ? {} : { customRoleArn }),
  };
}

function templateTree(template: RepositoryCreationTemplate, isKnownKey: (key: string) => boolean): Branch {
  const { description, appliedFor = [], resourceTags = [], customRoleArn } = template;
  const { repositoryPolicy, lifecyclePolicy } = template;
  return {
    ...(description === undefined || description === '' ? {} : { description }),
    appliedFor: [...appliedFor].sort(),
    ...mutabilityOf(template),
    encryption: encryptionOf(template, isKnownKey),
    resourceTags: tagsOf(resourceTags),
    ...(repositoryPolicy
      ? { repositoryPolicy: normalPolicy(documentOf(repositoryPolicy), 'repository') }
      : {}),
    ...(lifecyclePolicy ? { lifecyclePolicy: normalLifecyclePolicy(documentOf(lifecyclePolicy)) } : {}),
    ...(customRoleArn === undefined ? {} : { customRoleArn }),
  };
}

function repositoryTree(reading: RepositoryReading, isKnownKey: (key: string) => boolean): Branch {
  const { repository, policy, lifecyclePolicy, tags, images } = reading;
  return {
    ...mutabilityOf(repository),
    scanOnPush: repository.imageScanningConfiguration?.scanOnPush ?? false,
    encryption: encryptionOf(repository, isKnownKey),
    ...(policy === undefined ? {} : { policy: normalPolicy(policy, 'repository') }),
    ...(lifecyclePolicy === undefined ? {} : { lifecyclePolicy: normalLifecyclePolicy(lifecyclePolicy) }),
    ...(tags === undefined ? {} : { tags: tagsOf(tags) }),
    ...(images === undefined ? {} : { images: imagesTree(images.map(({ detail }) => detail)) }),
  };
}

function mutabilityOf({
  imageTagMutability = 'MUTABLE',
  imageTagMutabilityExclusionFilters: exclusions = [],
}: {
  readonly imageTagMutability?: string | undefined;
  readonly imageTagMutabilityExclusionFilters?: readonly ImageTagMutabilityExclusionFilter[] | undefined;
}): Branch {
  return {
    imageTagMutability,
    imageTagMutabilityExclusionFilters: exclusions.map((one) => one.filter ?? '').sort(),
  };
}

function encryptionOf(
  {
    encryptionConfiguration: { encryptionType = 'AES256', kmsKey } = { encryptionType: 'AES256' },
  }: Pick<RepositoryCreationTemplate, 'encryptionConfiguration'>,
  isKnownKey: (key: string) => boolean,
): Branch {
  return {
    encryptionType,
    ...(kmsKey === undefined || kmsKey === ''
      ? {}
      : { kmsKey: isKnownKey(kmsKey) ? kmsKey : new Anything() }),
  };
}

/** Tags whose keys begin with `aws:` are those of AWS, which a file can't have [docs]. */
function tagsOf(tags: readonly Tag[]): Branch {
  const own = tags.filter(({ Key = '' }) => !Key.startsWith('aws:'));
  return Object.fromEntries(own.map(({ Key = '', Value = '' }) => [Key, Value]));
}

function imagesTree(details: readonly ImageDetail[]): Branch {
  return Object.fromEntries(
    details.map(({ imageDigest = '', imageTags = [], imageStatus }) => [
      imageDigest,
      imageTree(imageTags, imageStatus === 'ARCHIVED'),
    ]),
  );
}

/** An image as it is compared. */
export function imageTree(tags: readonly string[], archived: boolean): Branch {
  return { tags: [...tags].sort(), archived };
}

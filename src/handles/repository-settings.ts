import type { Outcome } from '../aws/failure.js';
import { readTagMutability } from '../ecr/repositories/tag-mutability-input.js';
import { requireList, requireOptions, requireText, shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import { ENCRYPTION_TYPES, type Encryption } from '../world/configuration/encryption.js';
import {
  TAG_MUTABILITY_MODES,
  type TagMutability,
  type TagMutabilityMode,
} from '../world/images/tag-mutability.js';

/** Settings of a new repository: in short form, or with the members of CreateRepository. @public */
export interface RepositorySettings {
  /** `MUTABLE` by default. */
  readonly imageTagMutability?: TagMutabilityMode;
  /** Wildcard filters that are exempt from the mode; for the two modes `…_WITH_EXCLUSION`. */
  readonly mutabilityExclusions?: readonly string[];
  /** `mutabilityExclusions`, as in CreateRepository. */
  readonly imageTagMutabilityExclusionFilters?: readonly {
    readonly filterType: string | undefined;
    readonly filter: string | undefined;
  }[];
  /** Whether images are scanned when they are pushed; false by default. */
  readonly scanOnPush?: boolean;
  /** `scanOnPush`, as in CreateRepository. */
  readonly imageScanningConfiguration?: { readonly scanOnPush?: boolean };
  /** Tags of the repository, by key. */
  readonly resourceTags?: Readonly<Record<string, string>>;
  /** `resourceTags`, as in CreateRepository. */
  readonly tags?: readonly { readonly Key: string | undefined; readonly Value: string | undefined }[];
  /** `AES256` by default; for KMS the key's ARN, id or alias, otherwise the default key. */
  readonly encryption?: { readonly type: Encryption['type']; readonly kmsKey?: string };
  /** `encryption`, as in CreateRepository. */
  readonly encryptionConfiguration?: {
    readonly encryptionType: Encryption['type'] | undefined;
    readonly kmsKey?: string;
  };
  /** The repository policy, as an object or JSON text. */
  readonly policy?: object | string;
  /** The lifecycle policy, as an object or JSON text. */
  readonly lifecyclePolicy?: object | string;
}

/** The settings of a repository in one form; settings that were not given are absent. */
export interface PlainRepositorySettings {
  readonly imageTagMutability?: TagMutabilityMode;
  readonly mutabilityExclusions?: readonly string[];
  readonly scanOnPush?: boolean;
  readonly resourceTags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly encryption?: { readonly type: Encryption['type']; readonly kmsKey?: string };
  readonly policy?: object | string;
  readonly lifecyclePolicy?: object | string;
}

const REPOSITORY_SETTINGS = [
  'imageTagMutability',
  'mutabilityExclusions',
  'imageTagMutabilityExclusionFilters',
  'scanOnPush',
  'imageScanningConfiguration',
  'resourceTags',
  'tags',
  'encryption',
  'encryptionConfiguration',
  'policy',
  'lifecyclePolicy',
] as const satisfies readonly (keyof RepositorySettings)[];

const WHO = 'createRepository()';

/** The short name of a setting, and the equivalent member of CreateRepository. */
const TWICE: readonly (readonly [keyof RepositorySettings, keyof RepositorySettings])[] = [
  ['mutabilityExclusions', 'imageTagMutabilityExclusionFilters'],
  ['scanOnPush', 'imageScanningConfiguration'],
  ['resourceTags', 'tags'],
  ['encryption', 'encryptionConfiguration'],
];

/**
 * Settings in one form.
 *
 * @throws FakeEcrError if there is no such setting, it is given twice, or its form is wrong
 */
export function readRepositorySettings(given: RepositorySettings): PlainRepositorySettings {
  requireOptions(given, WHO, REPOSITORY_SETTINGS);
  for (const [short, long] of TWICE) {
    if (given[short] === undefined || given[long] === undefined) continue;
    throw new FakeEcrError(
      `${WHO} was given both ${short} and ${long}.`,
      'They mean the same: pass one of them.',
    );
  }
  const { imageTagMutability, policy, lifecyclePolicy } = given;
  const mutabilityExclusions = given.mutabilityExclusions ?? filtersOf(given);
  const scanOnPush = given.scanOnPush ?? scanOnPushOf(given);
  const resourceTags = tagsOf(given);
  const encryption = encryptionOf(given);
  return {
    ...(imageTagMutability === undefined ? {} : { imageTagMutability }),
    ...(mutabilityExclusions === undefined ? {} : { mutabilityExclusions }),
    ...(scanOnPush === undefined ? {} : { scanOnPush }),
    ...(resourceTags === undefined ? {} : { resourceTags }),
    ...(encryption === undefined ? {} : { encryption }),
    ...(policy === undefined ? {} : { policy }),
    ...(lifecyclePolicy === undefined ? {} : { lifecyclePolicy }),
  };
}

function filtersOf({ imageTagMutabilityExclusionFilters: filters }: RepositorySettings) {
  if (filters === undefined) return undefined;
  const expected = "a list such as [{ filterType: 'WILDCARD', filter: 'dev-*' }]";
  requireList(filters, `${WHO}: imageTagMutabilityExclusionFilters`, expected);
  return (filters as readonly unknown[]).map((entry) => {
    const { filterType, filter } = (entry ?? {}) as { filterType?: unknown; filter?: unknown };
    if (filterType === 'WILDCARD') return filter as string;
    throw new FakeEcrError(
      `${WHO} was given the exclusion filter ${shown(entry)}.`,
      "Expected { filterType: 'WILDCARD', filter: 'dev-*' }.",
    );
  });
}

function scanOnPushOf({ imageScanningConfiguration: configuration }: RepositorySettings) {
  if (configuration === undefined) return undefined;
  requireOptions(configuration, `${WHO}: imageScanningConfiguration`, ['scanOnPush']);
  return configuration.scanOnPush ?? false;
}

function tagsOf({ resourceTags, tags }: RepositorySettings) {
  if (tags !== undefined) {
    requireList(tags, `${WHO}: tags`, "a list such as [{ Key: 'team', Value: 'a' }]");
    return (tags as readonly unknown[]).map((entry) => {
      const { Key, Value } = (entry ?? {}) as { Key?: unknown; Value?: unknown };
      if (typeof Key === 'string' && typeof Value === 'string') return { Key, Value };
      throw new FakeEcrError(
        `${WHO} was given the tag ${shown(entry)}.`,
        "Expected { Key: 'team', Value: 'a' }.",
      );
    });
  }
  if (resourceTags === undefined) return undefined;
  if (typeof resourceTags !== 'object' || resourceTags === null || Array.isArray(resourceTags)) {
    throw new FakeEcrError(
      `${WHO} was given the resourceTags ${shown(resourceTags)}.`,
      "Expected { team: 'a' }.",
    );
  }
  return Object.entries(resourceTags).map(([Key, Value]: [string, unknown]) => {
    if (typeof Value === 'string') return { Key, Value };
    throw new FakeEcrError(`${WHO} was given the resource tag ${Key}: ${shown(Value)}.`, 'Expected a text.');
  });
}

function encryptionOf({ encryption, encryptionConfiguration }: RepositorySettings) {
  if (encryption !== undefined) {
    requireOptions(encryption, `${WHO}: encryption`, ['type', 'kmsKey']);
    return checked(encryption.type, encryption.kmsKey, "{ type: 'KMS' }");
  }
  if (encryptionConfiguration === undefined) return undefined;
  requireOptions(encryptionConfiguration, `${WHO}: encryptionConfiguration`, ['encryptionType', 'kmsKey']);
  const { encryptionType, kmsKey } = encryptionConfiguration;
  return checked(encryptionType, kmsKey, "{ encryptionType: 'KMS' }");
}

function checked(type: unknown, kmsKey: unknown, example: string) {
  if (!(ENCRYPTION_TYPES as readonly unknown[]).includes(type)) {
    throw new FakeEcrError(
      `The encryption of a repository was given the type ${shown(type)}.`,
      `Expected one of ${ENCRYPTION_TYPES.join(', ')}, for example ${example}.`,
    );
  }
  if (kmsKey !== undefined && typeof kmsKey !== 'string') {
    throw new FakeEcrError(
      `The encryption of a repository was given the key ${shown(kmsKey)}.`,
      'Expected a text.',
    );
  }
  return {
    type: type as Encryption['type'],
    ...(kmsKey === undefined ? {} : { kmsKey }),
  };
}

/** The form of a filter [docs]. */
const FILTER = /^[0-9a-zA-Z._*-]{1,128}$/;

/**
 * Tag mutability, from a test's settings.
 *
 * @returns the setting to store, or the service's refusal
 * @throws FakeEcrError if there is no such mode, or ECR would not accept a filter
 */
export function tagMutabilityOf(
  mode: TagMutabilityMode,
  exclusions: readonly string[] | undefined,
): Outcome<TagMutability> {
  if (!TAG_MUTABILITY_MODES.includes(mode)) {
    throw new FakeEcrError(
      `${shown(mode)} is not a tag mutability.`,
      `Expected one of ${TAG_MUTABILITY_MODES.join(', ')}.`,
    );
  }
  if (exclusions !== undefined) {
    requireList(exclusions, 'Tag mutability', "a list of filters such as ['dev-*']");
    for (const filter of exclusions) {
      requireText(filter, 'Tag mutability', "filters such as 'dev-*'");
      if (!FILTER.test(filter)) {
        throw new FakeEcrError(
          `Tag mutability was given the filter ${shown(filter)}.`,
          "Expected 1 to 128 letters, digits and . _ * -, such as 'dev-*'.",
        );
      }
    }
  }
  return readTagMutability(
    mode,
    exclusions?.map((filter) => ({ filter })),
  );
}

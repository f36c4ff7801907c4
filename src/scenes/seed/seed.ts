import type { ImageScanFinding } from '@aws-sdk/client-ecr';
import type { ScanningSettings } from '../../handles/scanning-settings.js';
import type { RepositorySettings } from '../../handles/repository-settings.js';

/** A declared world, for tests and JSON files. Registries are named `<account>/<region>`. */
export interface Seed {
  /** For editors; ignored here. */
  readonly $schema?: string;
  readonly accounts?: Readonly<Record<string, AccountSeed>>;
  readonly registries?: Readonly<Record<string, RegistrySeed>>;
  /** References by kind or address, for example `{ 'docker-hub': ['library/node:22'] }`. */
  readonly upstreams?: Readonly<Record<string, readonly string[]>>;
}

export interface AccountSeed {
  readonly enabledRegions?: readonly string[];
  readonly disabledRegions?: readonly string[];
  /** For example `o-a1b2c3d4e5`. */
  readonly organization?: string;
}

export interface RegistrySeed {
  /** The registry permissions policy, as an object or JSON text. */
  readonly policy?: object | string;
  /** Registries whose accounts may replicate into this one; statements are added to the policy. */
  readonly allowReplicationFrom?: readonly (string | ReplicationPermissionSeed)[];
  readonly replication?: readonly ReplicationRuleSeed[];
  readonly settings?: Readonly<Record<string, string>>;
  /** How images are scanned. */
  readonly scanning?: ScanningSettings;
  /** Pull-through cache rules, in the members that CreatePullThroughCacheRule has. */
  readonly pullThroughCacheRules?: readonly PullThroughCacheRuleSeed[];
  /** Repository creation templates, in the members that CreateRepositoryCreationTemplate has. */
  readonly creationTemplates?: readonly CreationTemplateSeed[];
  readonly repositories?: Readonly<Record<string, RepositorySeed>>;
}

export interface ReplicationPermissionSeed {
  readonly from: string;
  readonly prefix?: string;
  readonly createRepository?: boolean;
}

export interface PullThroughCacheRuleSeed {
  readonly ecrRepositoryPrefix: string;
  readonly upstreamRegistryUrl: string;
  readonly upstreamRegistry?: string;
  /** A secret of Secrets Manager, for upstreams that ask who is there. */
  readonly credentialArn?: string;
  /** A role, for another account's registry. */
  readonly customRoleArn?: string;
  /** `ROOT` when absent. */
  readonly upstreamRepositoryPrefix?: string;
}

export interface CreationTemplateSeed {
  readonly prefix: string;
  /** `REPLICATION`, `PULL_THROUGH_CACHE` or `CREATE_ON_PUSH`. */
  readonly appliedFor: readonly string[];
  readonly description?: string;
  readonly encryptionConfiguration?: { readonly encryptionType: string; readonly kmsKey?: string };
  readonly resourceTags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly imageTagMutability?: string;
  readonly imageTagMutabilityExclusionFilters?: readonly {
    readonly filterType: string;
    readonly filter: string;
  }[];
  /** As an object or JSON text. */
  readonly repositoryPolicy?: object | string;
  /** As an object or JSON text. */
  readonly lifecyclePolicy?: object | string;
  readonly customRoleArn?: string;
}

export interface ReplicationRuleSeed {
  readonly to: readonly string[];
  readonly prefixes?: readonly string[];
  readonly deleteReplication?: boolean;
}

/** A repository: the settings of `createRepository()`, and its contents. */
export interface RepositorySeed extends RepositorySettings {
  /** Images, or just their tags. They are older than any rule, so they are not replicated. */
  readonly images?: readonly (string | ImageSeed)[];
}

/** An image of an index: the same as an image, but its tags, dates and findings. */
export interface NestedImageSeed {
  /** A name: equal names give equal bytes. By default repository and first tag. */
  readonly name?: string;
  /** The exact manifest, instead of a generated one; its layers count as uploaded. */
  readonly manifest?: string;
  readonly platform?: string;
  /** Several platforms make it an index. */
  readonly platforms?: readonly string[];
  /** The number of layers, or their sizes in bytes. */
  readonly layers?: number | readonly number[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Makes an index of these images; each may be an index as well, at any depth. */
  readonly images?: readonly NestedImageSeed[];
}

export interface ImageSeed extends NestedImageSeed {
  readonly tag?: string;
  readonly tags?: readonly string[];
  /** ISO 8601. Now by default. */
  readonly pushedAt?: string;
  readonly lastPulledAt?: string;
  readonly archived?: boolean;
  /** Findings of scans. */
  readonly findings?: readonly ImageScanFinding[];
  readonly referrers?: readonly { readonly artifactType?: string; readonly name?: string }[];
}

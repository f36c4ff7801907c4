import type { ImageScanFinding } from '@aws-sdk/client-ecr';
import type { ScanningSettings } from '../../handles/scanning-settings.js';
import type { RepositorySettings } from '../../handles/repository-settings.js';

/** A declared world, for tests and JSON files. Registries are named `<account>/<region>`. @public */
export interface Seed {
  /** For editors; ignored here. */
  readonly $schema?: string;
  /** By account id. */
  readonly accounts?: Readonly<Record<string, AccountSeed>>;
  /** By `<account>/<region>`. */
  readonly registries?: Readonly<Record<string, RegistrySeed>>;
  /** References by kind or address, for example `{ 'docker-hub': ['library/node:22'] }`. */
  readonly upstreams?: Readonly<Record<string, readonly string[]>>;
}

/** An account: its Regions and its organization. */
export interface AccountSeed {
  /** Opt-in Regions that are enabled, for example `me-central-1`. */
  readonly enabledRegions?: readonly string[];
  /** Regions that are disabled. */
  readonly disabledRegions?: readonly string[];
  /** For example `o-a1b2c3d4e5`. */
  readonly organization?: string;
}

/** A registry: its settings and its repositories. @public */
export interface RegistrySeed {
  /** The registry permissions policy, as an object or JSON text. */
  readonly policy?: object | string;
  /** Registries whose accounts may replicate into this one; statements are added to the policy. */
  readonly allowReplicationFrom?: readonly (string | ReplicationPermissionSeed)[];
  /** The rules of its replication configuration, in order. */
  readonly replication?: readonly ReplicationRuleSeed[];
  /** Account settings by name, as PutAccountSetting takes them. */
  readonly settings?: Readonly<Record<string, string>>;
  /** How images are scanned. */
  readonly scanning?: ScanningSettings;
  /** Pull-through cache rules, in the members that CreatePullThroughCacheRule has. */
  readonly pullThroughCacheRules?: readonly PullThroughCacheRuleSeed[];
  /** Repository creation templates, in the members that CreateRepositoryCreationTemplate has. */
  readonly creationTemplates?: readonly CreationTemplateSeed[];
  /** By name. */
  readonly repositories?: Readonly<Record<string, RepositorySeed>>;
}

/** Who may replicate into a registry, and what. */
export interface ReplicationPermissionSeed {
  /** `<account>/<region>`; it applies to the whole account. */
  readonly from: string;
  /** A prefix of repository names, or several of which one has to match; all repositories when absent. */
  readonly prefix?: string | readonly string[];
  /** Whether missing repositories may be created too; true by default. */
  readonly createRepository?: boolean;
}

/** A pull-through cache rule. */
export interface PullThroughCacheRuleSeed {
  /** The names of the cache, for example `docker-hub`. */
  readonly ecrRepositoryPrefix: string;
  /** For example `registry-1.docker.io`. */
  readonly upstreamRegistryUrl: string;
  /** The kind of upstream, for example `docker-hub`; found by the URL when absent. */
  readonly upstreamRegistry?: string;
  /** A secret of Secrets Manager, for upstreams that ask who is there. */
  readonly credentialArn?: string;
  /** A role, for another account's registry. */
  readonly customRoleArn?: string;
  /** `ROOT` when absent. */
  readonly upstreamRepositoryPrefix?: string;
}

/** A repository creation template. */
export interface CreationTemplateSeed {
  /** The start of the names that it applies to, or `ROOT`. */
  readonly prefix: string;
  /** `REPLICATION`, `PULL_THROUGH_CACHE` or `CREATE_ON_PUSH`. */
  readonly appliedFor: readonly string[];
  /** A text for people. */
  readonly description?: string;
  /** The encryption of the repositories; `AES256` by default. */
  readonly encryptionConfiguration?: { readonly encryptionType: string; readonly kmsKey?: string };
  /** Tags of the repositories. */
  readonly resourceTags?: readonly { readonly Key: string; readonly Value: string }[];
  /** `MUTABLE` by default. */
  readonly imageTagMutability?: string;
  /** Filters that are exempt from that mode. */
  readonly imageTagMutabilityExclusionFilters?: readonly {
    readonly filterType: string;
    readonly filter: string;
  }[];
  /** As an object or JSON text. */
  readonly repositoryPolicy?: object | string;
  /** As an object or JSON text. */
  readonly lifecyclePolicy?: object | string;
  /** The role that ECR creates the repositories as. */
  readonly customRoleArn?: string;
}

/** A rule of a replication configuration. */
export interface ReplicationRuleSeed {
  /** Destinations, `<account>/<region>` each. */
  readonly to: readonly string[];
  /** A prefix of repository names, or several of which one has to match; all repositories when absent. */
  readonly prefix?: string | readonly string[];
  /** Whether deletions are replicated too; left out of the rule when absent. */
  readonly deleteReplication?: boolean;
}

/** A repository: the settings of `createRepository()`, and its contents. @public */
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
  /** For example `linux/arm64`; `linux/amd64` by default. */
  readonly platform?: string;
  /** Several platforms make it an index. */
  readonly platforms?: readonly string[];
  /** The number of layers, or their sizes in bytes. */
  readonly layers?: number | readonly number[];
  /** Labels of the config, by name. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of the manifest, by name. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Makes an index of these images; each may be an index as well, at any depth. */
  readonly images?: readonly NestedImageSeed[];
}

/** An image of a repository. @public */
export interface ImageSeed extends NestedImageSeed {
  /** Its only tag. */
  readonly tag?: string;
  /** Its tags, if there are several. */
  readonly tags?: readonly string[];
  /** ISO 8601. Now by default. */
  readonly pushedAt?: string;
  /** ISO 8601. Never by default. */
  readonly lastPulledAt?: string;
  /** Whether it is archived; false by default. */
  readonly archived?: boolean;
  /** Findings of scans. */
  readonly findings?: readonly ImageScanFinding[];
  /** Artifacts that refer to it, such as signatures. */
  readonly referrers?: readonly { readonly artifactType?: string; readonly name?: string }[];
}

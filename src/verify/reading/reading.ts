import type {
  ImageDetail,
  PullThroughCacheRule,
  RegistryScanningConfiguration,
  ReplicationRule,
  Repository,
  RepositoryCreationTemplate,
  Tag,
} from '@aws-sdk/client-ecr';

/** A registry as it was read, in the words of the API. What was not wanted or not readable is absent. */
export interface RegistryReading {
  readonly registryId: string;
  readonly region: string;
  readonly replication?: readonly ReplicationRule[];
  /** The registry permissions policy. */
  readonly policy?: object;
  /** Account settings by name. */
  readonly settings: Readonly<Record<string, string>>;
  readonly scanning?: RegistryScanningConfiguration;
  readonly pullThrough?: readonly PullThroughCacheRule[];
  readonly templates?: readonly RepositoryCreationTemplate[];
  readonly repositories: Readonly<Record<string, RepositoryReading>>;
}

/** A repository with its documents, tags and images. */
export interface RepositoryReading {
  readonly repository: Repository;
  readonly policy?: object;
  readonly lifecyclePolicy?: object;
  readonly tags?: readonly Tag[];
  /** In the order of their pushes. */
  readonly images?: readonly ImageReading[];
}

/** An image, with its manifest where manifests were read. */
export interface ImageReading {
  readonly detail: ImageDetail;
  readonly manifest?: string;
}

import type * as sdk from '@aws-sdk/client-ecr';
import type { ECRClient } from '@aws-sdk/client-ecr';

/** The SDK, as far as a registry is read with it: operations that only read. */
export type ReadingSdk = Pick<
  typeof sdk,
  | 'DescribeRegistryCommand'
  | 'GetAccountSettingCommand'
  | 'GetRegistryPolicyCommand'
  | 'GetRegistryScanningConfigurationCommand'
  | 'GetRepositoryPolicyCommand'
  | 'GetLifecyclePolicyCommand'
  | 'ListTagsForResourceCommand'
  | 'BatchGetImageCommand'
  | 'paginateDescribePullThroughCacheRules'
  | 'paginateDescribeRepositories'
  | 'paginateDescribeRepositoryCreationTemplates'
  | 'paginateDescribeImages'
>;

/** The operations that a reading calls, manifests aside: what a policy has to allow. */
export const READING_OPERATIONS = [
  'DescribeImages',
  'DescribePullThroughCacheRules',
  'DescribeRegistry',
  'DescribeRepositories',
  'DescribeRepositoryCreationTemplates',
  'GetAccountSetting',
  'GetLifecyclePolicy',
  'GetRegistryPolicy',
  'GetRegistryScanningConfiguration',
  'GetRepositoryPolicy',
  'ListTagsForResource',
] as const;

/** Where something is in a reading: for example `['repositories', 'app', 'policy']`. */
export type Path = readonly string[];

/** A part that can't be told: what the caller may not read, or what a seed can't say. */
export interface Gap {
  readonly path: Path;
  /** What is missing and why, for people. */
  readonly line: string;
}

/** How a registry is read. */
export interface Reader {
  readonly sdk: ReadingSdk;
  readonly client: ECRClient;
  /** Whether manifests are read too, which counts as pulling. */
  readonly manifests: boolean;
  /** Whether a part is read at all. */
  readonly wants: (path: Path) => boolean;
  /** Told how far it is. */
  readonly onProgress: (line: string) => void;
  readonly onGap: (gap: Gap) => void;
}

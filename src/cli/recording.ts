import type * as sdk from '@aws-sdk/client-ecr';
import type { ECRClient } from '@aws-sdk/client-ecr';

/** The SDK, as far as a recorder uses it: operations that only read. */
export type ReadingSdk = Pick<
  typeof sdk,
  | 'DescribeRegistryCommand'
  | 'GetAccountSettingCommand'
  | 'GetRegistryPolicyCommand'
  | 'GetRepositoryPolicyCommand'
  | 'GetLifecyclePolicyCommand'
  | 'ListTagsForResourceCommand'
  | 'BatchGetImageCommand'
  | 'paginateDescribeRepositories'
  | 'paginateDescribeImages'
>;

/** A registry under reading. */
export interface Recording {
  readonly sdk: ReadingSdk;
  readonly client: ECRClient;
  readonly manifests: boolean;
  readonly onProgress: (line: string) => void;
  readonly onGap: (line: string) => void;
}

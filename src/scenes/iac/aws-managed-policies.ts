/**
 * The managed policies of AWS that speak of ECR, and the one that allows everything, as their reference pages print
 * them [docs]: ReadOnly and PowerUser in version 3 of 2019-12-10, PullOnly in version 1 of 2024-10-04, FullAccess with
 * the statement on service-linked roles, and the task execution role of ECS.
 */
const READ = [
  'GetAuthorizationToken',
  'BatchCheckLayerAvailability',
  'GetDownloadUrlForLayer',
  'GetRepositoryPolicy',
  'DescribeRepositories',
  'ListImages',
  'DescribeImages',
  'BatchGetImage',
  'GetLifecyclePolicy',
  'GetLifecyclePolicyPreview',
  'ListTagsForResource',
  'DescribeImageScanFindings',
];
const WRITE = ['InitiateLayerUpload', 'UploadLayerPart', 'CompleteLayerUpload', 'PutImage'];
const PULL = ['GetAuthorizationToken', 'BatchGetImage', 'GetDownloadUrlForLayer', 'BatchImportUpstreamImage'];
const TASK = [
  'GetAuthorizationToken',
  'BatchCheckLayerAvailability',
  'GetDownloadUrlForLayer',
  'BatchGetImage',
];

const ofEcr = (names: readonly string[]) => names.map((name) => `ecr:${name}`);

const allow = (...Action: string[]) => ({ Effect: 'Allow', Action, Resource: '*' });

const STATEMENTS = new Map<string, readonly object[]>([
  ['AmazonEC2ContainerRegistryReadOnly', [allow(...ofEcr(READ))]],
  ['AmazonEC2ContainerRegistryPowerUser', [allow(...ofEcr([...READ, ...WRITE]))]],
  [
    'AmazonEC2ContainerRegistryFullAccess',
    [
      allow('ecr:*', 'cloudtrail:LookupEvents'),
      {
        ...allow('iam:CreateServiceLinkedRole'),
        Condition: { StringEquals: { 'iam:AWSServiceName': ['replication.ecr.amazonaws.com'] } },
      },
    ],
  ],
  ['AmazonEC2ContainerRegistryPullOnly', [allow(...ofEcr(PULL))]],
  [
    'service-role/AmazonECSTaskExecutionRolePolicy',
    [allow(...ofEcr(TASK), 'logs:CreateLogStream', 'logs:PutLogEvents')],
  ],
  ['AdministratorAccess', [allow('*')]],
]);

/** The text of a managed policy of AWS, if it is one that is known here. */
export function awsManagedPolicy(arn: string): string | undefined {
  const name = /^arn:aws[a-z-]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1] ?? '';
  const statements = STATEMENTS.get(name);
  return statements && JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

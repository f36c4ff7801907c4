/** The managed policies of AWS that speak of ECR, as published in 2025 [docs]. */
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

const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  AmazonEC2ContainerRegistryReadOnly: ofEcr(READ),
  AmazonEC2ContainerRegistryPowerUser: ofEcr([...READ, ...WRITE]),
  AmazonEC2ContainerRegistryFullAccess: ['ecr:*', 'cloudtrail:LookupEvents'],
  AmazonEC2ContainerRegistryPullOnly: ofEcr(PULL),
  'service-role/AmazonECSTaskExecutionRolePolicy': [
    ...ofEcr(TASK),
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ],
  AdministratorAccess: ['*'],
};

/** The text of a managed policy of AWS, if it is one that is known here. */
export function awsManagedPolicy(arn: string): string | undefined {
  const name = /^arn:aws[a-z-]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1] ?? '';
  const actions = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (actions === undefined) return undefined;
  const statement = { Effect: 'Allow', Action: actions, Resource: '*' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

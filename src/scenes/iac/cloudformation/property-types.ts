/** What a property of a known type may be. */
export type PropertyType =
  | {
      readonly is: 'text';
      readonly values?: readonly string[];
      readonly pattern?: RegExp;
      readonly isFact?: true;
    }
  | { readonly is: 'account' }
  | { readonly is: 'flag' }
  | { readonly is: 'number'; readonly least: number; readonly most: number }
  | { readonly is: 'list'; readonly of: PropertyType }
  | {
      readonly is: 'object';
      readonly members: Readonly<Record<string, PropertyType>>;
      readonly required: readonly string[];
    }
  /** An object whose members are checked elsewhere. */
  | { readonly is: 'document' }
  /** The same, or its JSON text. */
  | { readonly is: 'document or text' }
  | { readonly is: 'anything' };

/** A type of CloudFormation: its properties, and which of them can't change without a new resource. */
export interface KnownType {
  readonly properties: PropertyType & { readonly is: 'object' };
  readonly replacing: readonly string[];
}

const text: PropertyType = { is: 'text' };
/** What must be known: a made-up value in its place would be a made-up fact. */
const fact: PropertyType = { is: 'text', isFact: true };
/** The name, or the path, of something in IAM [docs]. */
const named = (pattern: RegExp): PropertyType => ({ is: 'text', isFact: true, pattern });
const flag: PropertyType = { is: 'flag' };
const anything: PropertyType = { is: 'anything' };
const choice = (...values: string[]): PropertyType => ({ is: 'text', values });
const list = (of: PropertyType): PropertyType => ({ is: 'list', of });

/** Members whose names end in `*` are required. */
function object(members: Record<string, PropertyType>): PropertyType & { readonly is: 'object' } {
  const names = Object.keys(members);
  const plain = (name: string) => name.replace(/\*$/, '');
  return {
    is: 'object',
    members: Object.fromEntries(names.map((name) => [plain(name), members[name] as PropertyType])),
    required: names.filter((name) => name.endsWith('*')).map(plain),
  };
}

const tags = list(object({ 'Key*': text, 'Value*': text }));
const filters = (type: string) => list(object({ 'Filter*': fact, 'FilterType*': choice(type) }));
const mutability = {
  ImageTagMutability: choice('MUTABLE', 'IMMUTABLE', 'MUTABLE_WITH_EXCLUSION', 'IMMUTABLE_WITH_EXCLUSION'),
  ImageTagMutabilityExclusionFilters: list(
    object({
      'ImageTagMutabilityExclusionFilterType*': choice('WILDCARD'),
      'ImageTagMutabilityExclusionFilterValue*': fact,
    }),
  ),
  EncryptionConfiguration: object({ 'EncryptionType*': choice('AES256', 'KMS', 'KMS_DSSE'), KmsKey: text }),
};
const inline = list(object({ 'PolicyName*': text, 'PolicyDocument*': { is: 'document' } }));
const path = named(/^\/([\x21-\x7e]+\/)?$/);
const principal = {
  Path: path,
  Policies: inline,
  ManagedPolicyArns: list(text),
  PermissionsBoundary: text,
  Tags: tags,
};
const attached = {
  'PolicyDocument*': { is: 'document' } as PropertyType,
  Roles: list(text),
  Users: list(text),
  Groups: list(text),
};

/** [docs] Types of the service specification 0.1.216. */
export const KNOWN_TYPES: Readonly<Record<string, KnownType>> = {
  'AWS::ECR::Repository': {
    properties: object({
      RepositoryName: fact,
      ...mutability,
      ImageScanningConfiguration: object({ ScanOnPush: flag }),
      LifecyclePolicy: object({ LifecyclePolicyText: text, RegistryId: { is: 'account' } }),
      RepositoryPolicyText: { is: 'document or text' },
      Tags: tags,
      EmptyOnDelete: flag,
    }),
    replacing: ['RepositoryName', 'EncryptionConfiguration'],
  },
  'AWS::ECR::ReplicationConfiguration': {
    properties: object({
      'ReplicationConfiguration*': object({
        'Rules*': list(
          object({
            'Destinations*': list(object({ 'Region*': fact, 'RegistryId*': { is: 'account' } })),
            RepositoryFilters: filters('PREFIX_MATCH'),
          }),
        ),
      }),
    }),
    replacing: [],
  },
  'AWS::ECR::RegistryPolicy': { properties: object({ 'PolicyText*': { is: 'document' } }), replacing: [] },
  'AWS::ECR::RegistryScanningConfiguration': {
    properties: object({
      'ScanType*': choice('BASIC', 'ENHANCED'),
      'Rules*': list(
        object({
          'ScanFrequency*': choice('SCAN_ON_PUSH', 'CONTINUOUS_SCAN'),
          'RepositoryFilters*': filters('WILDCARD'),
        }),
      ),
    }),
    replacing: [],
  },
  'AWS::ECR::SigningConfiguration': {
    properties: object({
      'Rules*': list(object({ 'SigningProfileArn*': text, RepositoryFilters: filters('WILDCARD_MATCH') })),
    }),
    replacing: [],
  },
  'AWS::ECR::PullThroughCacheRule': {
    properties: object({
      EcrRepositoryPrefix: fact,
      UpstreamRegistryUrl: fact,
      UpstreamRegistry: text,
      UpstreamRepositoryPrefix: fact,
      CredentialArn: text,
      CustomRoleArn: text,
    }),
    replacing:
      'EcrRepositoryPrefix UpstreamRegistryUrl UpstreamRegistry UpstreamRepositoryPrefix CredentialArn CustomRoleArn'.split(
        ' ',
      ),
  },
  'AWS::ECR::RepositoryCreationTemplate': {
    properties: object({
      'Prefix*': fact,
      'AppliedFor*': list(choice('REPLICATION', 'PULL_THROUGH_CACHE', 'CREATE_ON_PUSH')),
      Description: text,
      ...mutability,
      RepositoryPolicy: text,
      LifecyclePolicy: text,
      ResourceTags: tags,
      CustomRoleArn: text,
    }),
    replacing: ['Prefix'],
  },
  'AWS::ECR::PullTimeUpdateExclusion': {
    properties: object({ 'PrincipalArn*': text }),
    replacing: ['PrincipalArn'],
  },
  'AWS::IAM::Role': {
    properties: object({
      RoleName: named(/^[\w+=,.@-]{1,64}$/),
      'AssumeRolePolicyDocument*': { is: 'document' },
      Description: text,
      MaxSessionDuration: { is: 'number', least: 3600, most: 43_200 },
      ...principal,
    }),
    replacing: ['RoleName', 'Path'],
  },
  'AWS::IAM::User': {
    properties: object({
      UserName: named(/^[\w+=,.@-]{1,64}$/),
      Groups: list(text),
      LoginProfile: anything,
      ...principal,
    }),
    replacing: ['UserName'],
  },
  'AWS::IAM::Group': {
    properties: object({
      GroupName: named(/^[\w+=,.@-]{1,128}$/),
      Path: path,
      Policies: inline,
      ManagedPolicyArns: list(text),
    }),
    replacing: ['GroupName'],
  },
  'AWS::IAM::Policy': { properties: object({ 'PolicyName*': text, ...attached }), replacing: [] },
  'AWS::IAM::ManagedPolicy': {
    properties: object({
      ManagedPolicyName: named(/^[\w+=,.@-]{1,128}$/),
      Path: path,
      Description: text,
      Tags: anything,
      ...attached,
    }),
    replacing: ['ManagedPolicyName', 'Path'],
  },
  'AWS::IAM::RolePolicy': {
    properties: object({ 'PolicyName*': text, 'RoleName*': text, 'PolicyDocument*': { is: 'document' } }),
    replacing: ['PolicyName', 'RoleName'],
  },
  'AWS::IAM::UserPolicy': {
    properties: object({ 'PolicyName*': text, 'UserName*': text, 'PolicyDocument*': { is: 'document' } }),
    replacing: ['PolicyName', 'UserName'],
  },
};

/** What is known of a type; undefined if it is of another service. */
export function knownType(type: string): KnownType | undefined {
  return Object.hasOwn(KNOWN_TYPES, type) ? KNOWN_TYPES[type] : undefined;
}

/** Names that other emulators have, and CloudFormation has not. */
export const NOT_TYPES = new Map([
  [
    'AWS::ECR::RepositoryPolicy',
    'A repository policy is the property RepositoryPolicyText of AWS::ECR::Repository.',
  ],
  [
    'AWS::ECR::LifecyclePolicy',
    'A lifecycle policy is the property LifecyclePolicy of AWS::ECR::Repository.',
  ],
]);

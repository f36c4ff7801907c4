import { createHash } from 'node:crypto';
import { registryHost, repositoryArn } from '../../aws/arn.js';
import { partitionOf } from '../../aws/regions.js';
import type { Step, WrittenDocument } from '../../world/written-origin.js';
import type { WrittenKind } from '../../world/written-origin.js';
import { type JsonRecord, isRecord, recordOf, asText } from './read-json.js';
import { type ResourcePlace, refuse } from './refuse.js';
import type { Attributes } from './resolver.js';
import type { TemplateResource } from './template.js';
import type { IdentityDocument, PrincipalThing, Thing } from './thing.js';

/** Whose resource it is, for made-up names. */
export interface StackIdentity {
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
}

const SUFFIX_LENGTH = 12;

/** The name of a resource that has none: the same in every run, another one in every Region [assumed]. */
export function madeUpName(
  { account, region, stackName }: StackIdentity,
  id: string,
  generation: number,
): string {
  const hash = createHash('sha256')
    .update([account, region, stackName, id, generation].join(' '))
    .digest('hex');
  return `${stackName}-${id}-${hash.slice(0, SUFFIX_LENGTH)}`;
}

const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::ECR::Repository': 'RepositoryName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
};

export function nameProperty(type: string): string | undefined {
  return NAME_PROPERTIES[type];
}

/** What a resource of a known type answers to Ref and Fn::GetAtt [docs]; Ref of the singletons is likely. */
export function attributesOf(
  type: string,
  name: string,
  properties: JsonRecord,
  stack: StackIdentity,
): Attributes {
  const { account, region } = stack;
  const partition = partitionOf(region).id;
  const path = typeof properties['Path'] === 'string' ? properties['Path'] : '/';
  const iam = (kind: string) => `arn:${partition}:iam::${account}:${kind}${path}${name}`;
  const id = (prefix: string) =>
    prefix + createHash('sha256').update(`${account} ${name}`).digest('hex').toUpperCase().slice(0, 17);
  switch (type) {
    case 'AWS::ECR::Repository':
      return {
        Ref: name,
        Arn: repositoryArn(region, account, name),
        RepositoryUri: `${registryHost(region, account)}/${name}`,
      };
    case 'AWS::ECR::PullThroughCacheRule':
      return { Ref: asText(properties['EcrRepositoryPrefix'] ?? '') };
    case 'AWS::ECR::RepositoryCreationTemplate':
      return { Ref: asText(properties['Prefix'] ?? ''), CreatedAt: '0', UpdatedAt: '0' };
    case 'AWS::ECR::PullTimeUpdateExclusion':
      return { Ref: asText(properties['PrincipalArn'] ?? '') };
    case 'AWS::IAM::Role':
      return { Ref: name, Arn: iam('role'), RoleId: id('AROA') };
    case 'AWS::IAM::User':
      return { Ref: name, Arn: iam('user') };
    case 'AWS::IAM::Group':
      return { Ref: name, Arn: iam('group') };
    case 'AWS::IAM::ManagedPolicy':
      return { Ref: iam('policy'), PolicyArn: iam('policy'), PolicyId: id('ANPA') };
    case 'AWS::IAM::Policy':
    case 'AWS::IAM::RolePolicy':
    case 'AWS::IAM::UserPolicy':
      return { Ref: asText(properties['PolicyName'] ?? name), Id: asText(properties['PolicyName'] ?? name) };
    default:
      return { Ref: account, RegistryId: account };
  }
}

/** What a thing is made of, with where its documents are written. */
export interface Translation {
  readonly thing: Thing;
  readonly documents: readonly { readonly kind: WrittenKind; readonly document: WrittenDocument }[];
  readonly places: Readonly<Record<string, readonly Step[]>>;
}

/** The place of a document of a resource, by the path to it. */
export type WrittenAt = (path: readonly Step[], text?: string) => WrittenDocument;

/** Properties, resolved and checked, in the words of the API. */
export function translate(
  { id, type }: TemplateResource,
  name: string,
  properties: JsonRecord,
  stack: StackIdentity,
  tags: readonly JsonRecord[],
  writtenAt: WrittenAt,
  place: ResourcePlace,
): Translation {
  const at = (...steps: Step[]): readonly Step[] => ['Properties', ...steps];
  const given = properties;
  switch (type) {
    case 'AWS::ECR::Repository': {
      const lifecyclePolicyText = recordOf(properties, 'LifecyclePolicy')['LifecyclePolicyText'] as
        string | undefined;
      const policy = properties['RepositoryPolicyText'];
      const policyText = policy === undefined ? undefined : textOf(policy);
      const lifecyclePath = at('LifecyclePolicy', 'LifecyclePolicyText');
      return {
        thing: {
          kind: 'repository',
          force: isTrue(properties['EmptyOnDelete']),
          input: {
            repositoryName: name,
            tags: tags.map(({ Key, Value }) => ({ Key: asText(Key), Value: asText(Value) })),
            ...mutabilityOf(properties),
            ...(properties['ImageScanningConfiguration'] === undefined
              ? {}
              : {
                  imageScanningConfiguration: {
                    scanOnPush: isTrue(recordOf(properties, 'ImageScanningConfiguration')['ScanOnPush']),
                  },
                }),
            ...encryptionOf(properties),
          },
          policies: {
            ...(policyText === undefined ? {} : { policyText }),
            ...(lifecyclePolicyText === undefined
              ? {}
              : { lifecyclePolicyText: asText(lifecyclePolicyText) }),
          },
        },
        documents: [
          { kind: 'repository', document: writtenAt(at()) },
          ...(policyText === undefined
            ? []
            : [
                {
                  kind: 'repository policy' as const,
                  document: writtenAt(
                    at('RepositoryPolicyText'),
                    typeof policy === 'string' ? policy : undefined,
                  ),
                },
              ]),
          ...(lifecyclePolicyText === undefined
            ? []
            : [
                {
                  kind: 'lifecycle policy' as const,
                  document: writtenAt(lifecyclePath, lifecyclePolicyText),
                },
              ]),
        ],
        places: {
          '': at(),
          repositoryName: at('RepositoryName'),
          policyText: at('RepositoryPolicyText'),
          lifecyclePolicyText: lifecyclePath,
          lifecyclePolicy: lifecyclePath,
          imageTagMutability: at('ImageTagMutability'),
          imageTagMutabilityExclusionFilters: at('ImageTagMutabilityExclusionFilters'),
          encryptionConfiguration: at('EncryptionConfiguration'),
          tags: at('Tags'),
        },
      };
    }
    case 'AWS::ECR::ReplicationConfiguration': {
      const rules = recordOf(properties, 'ReplicationConfiguration')['Rules'] as readonly JsonRecord[];
      if (rules.length === 0) {
        throw refuse(
          place,
          at('ReplicationConfiguration', 'Rules'),
          'is empty.',
          'Delete the resource for no rules.',
        );
      }
      const replicationConfiguration = {
        rules: rules.map((rule) => ({
          destinations: (rule['Destinations'] as readonly JsonRecord[]).map(({ Region, RegistryId }) => ({
            region: asText(Region),
            registryId: asText(RegistryId),
          })),
          ...(rule['RepositoryFilters'] === undefined ? {} : { repositoryFilters: filtersOf(rule) }),
        })),
      };
      return registryDocument(
        'replication configuration',
        { replicationConfiguration },
        at('ReplicationConfiguration'),
        writtenAt,
      );
    }
    case 'AWS::ECR::RegistryPolicy':
      return registryDocument(
        'registry policy',
        { policyText: textOf(given['PolicyText']) },
        at('PolicyText'),
        writtenAt,
      );
    case 'AWS::ECR::RegistryScanningConfiguration': {
      const rules = (properties['Rules'] as readonly JsonRecord[]).map((rule) => ({
        scanFrequency: rule['ScanFrequency'],
        repositoryFilters: filtersOf(rule),
      }));
      return registryDocument(
        'scanning configuration',
        { scanType: given['ScanType'], rules },
        at(),
        writtenAt,
      );
    }
    case 'AWS::ECR::SigningConfiguration': {
      const rules = (properties['Rules'] as readonly JsonRecord[]).map((rule) => ({
        signingProfileArn: rule['SigningProfileArn'],
        ...(rule['RepositoryFilters'] === undefined ? {} : { repositoryFilters: filtersOf(rule) }),
      }));
      return registryDocument('signing configuration', { signingConfiguration: { rules } }, at(), writtenAt);
    }
    case 'AWS::ECR::PullThroughCacheRule':
      return {
        thing: { kind: 'pull-through cache rule', input: lowerFirst(properties) as never },
        documents: [{ kind: 'pull-through cache rule', document: writtenAt(at()) }],
        places: { '': at() },
      };
    case 'AWS::ECR::RepositoryCreationTemplate': {
      const {
        Prefix,
        Description,
        AppliedFor,
        RepositoryPolicy,
        LifecyclePolicy,
        ResourceTags,
        CustomRoleArn,
      } = given;
      return {
        thing: {
          kind: 'creation template',
          input: {
            prefix: asText(Prefix),
            appliedFor: AppliedFor,
            ...present({
              description: Description,
              repositoryPolicy: RepositoryPolicy,
              lifecyclePolicy: LifecyclePolicy,
              customRoleArn: CustomRoleArn,
              resourceTags: ResourceTags,
            }),
            ...mutabilityOf(properties),
            ...encryptionOf(properties),
          },
        },
        documents: [{ kind: 'creation template', document: writtenAt(at()) }],
        places: { '': at(), lifecyclePolicyText: at('LifecyclePolicy'), policyText: at('RepositoryPolicy') },
      };
    }
    case 'AWS::ECR::PullTimeUpdateExclusion':
      return {
        thing: { kind: 'pull-time update exclusion', input: { principalArn: asText(given['PrincipalArn']) } },
        documents: [{ kind: 'pull-time update exclusion', document: writtenAt(at()) }],
        places: { '': at('PrincipalArn') },
      };
    case 'AWS::IAM::Role':
    case 'AWS::IAM::User':
    case 'AWS::IAM::Group':
      return {
        thing: { kind: 'principal', principal: principalOf(type, name, properties, stack, tags, writtenAt) },
        documents: [{ kind: 'principal', document: writtenAt(at()) }],
        places: { '': at() },
      };
    default: {
      const { RoleName, UserName, Roles = [], Users = [], Groups = [] } = given;
      const names = (list: unknown, one: unknown) => (one === undefined ? (list as string[]) : [asText(one)]);
      const arn =
        type === 'AWS::IAM::ManagedPolicy' ? attributesOf(type, name, properties, stack).Ref : undefined;
      return {
        thing: {
          kind: 'identity policy',
          policy: {
            ...(arn === undefined ? {} : { arn }),
            document: {
              text: textOf(properties['PolicyDocument']),
              written: writtenAt(at('PolicyDocument')),
            },
            roles: names(Roles, RoleName),
            users: names(Users, UserName),
            groups: names(Groups, undefined),
          },
        },
        documents: [{ kind: 'identity policy', document: writtenAt(at('PolicyDocument')) }],
        places: { '': at(), policyDocument: at('PolicyDocument'), id: [id] },
      };
    }
  }
}

type RegistryKind =
  'replication configuration' | 'registry policy' | 'scanning configuration' | 'signing configuration';

function registryDocument(
  kind: RegistryKind,
  input: object,
  path: readonly Step[],
  writtenAt: WrittenAt,
): Translation {
  return {
    thing: { kind, input } as Thing,
    documents: [{ kind, document: writtenAt(path) }],
    places: { '': path },
  };
}

function principalOf(
  type: string,
  name: string,
  properties: JsonRecord,
  stack: StackIdentity,
  tags: readonly JsonRecord[],
  writtenAt: WrittenAt,
): PrincipalThing {
  const {
    ManagedPolicyArns = [],
    Groups = [],
    PermissionsBoundary,
    AssumeRolePolicyDocument,
    MaxSessionDuration,
  } = properties;
  const policies = (properties['Policies'] ?? []) as readonly JsonRecord[];
  const arn = attributesOf(type, name, properties, stack)['Arn'] as string;
  return {
    type: type.slice('AWS::IAM::'.length).toLowerCase() as PrincipalThing['type'],
    name,
    arn,
    policies: policies.map(({ PolicyDocument }, index): IdentityDocument => ({
      text: textOf(PolicyDocument),
      written: writtenAt(['Properties', 'Policies', index, 'PolicyDocument']),
    })),
    managedPolicyArns: ManagedPolicyArns as string[],
    groups: Groups as string[],
    tags: Object.fromEntries(tags.map(({ Key, Value }) => [asText(Key), asText(Value)])),
    ...(PermissionsBoundary === undefined ? {} : { boundary: asText(PermissionsBoundary) }),
    ...(AssumeRolePolicyDocument === undefined ? {} : { trustPolicy: textOf(AssumeRolePolicyDocument) }),
    ...(MaxSessionDuration === undefined ? {} : { maxSessionDuration: Number(MaxSessionDuration) }),
  };
}

function mutabilityOf(properties: JsonRecord): JsonRecord {
  const filters = properties['ImageTagMutabilityExclusionFilters'] as readonly JsonRecord[] | undefined;
  return present({
    imageTagMutability: properties['ImageTagMutability'],
    imageTagMutabilityExclusionFilters: filters?.map((one) => ({
      filterType: one['ImageTagMutabilityExclusionFilterType'],
      filter: one['ImageTagMutabilityExclusionFilterValue'],
    })),
  });
}

function encryptionOf(properties: JsonRecord): JsonRecord {
  const given = properties['EncryptionConfiguration'];
  if (!isRecord(given)) return {};
  const { EncryptionType: encryptionType, KmsKey: kmsKey } = given;
  return { encryptionConfiguration: present({ encryptionType, kmsKey }) };
}

function filtersOf(rule: JsonRecord): readonly JsonRecord[] {
  return (rule['RepositoryFilters'] as readonly JsonRecord[]).map(({ Filter, FilterType }) => ({
    filter: asText(Filter),
    filterType: FilterType,
  }));
}

function lowerFirst(record: JsonRecord): JsonRecord {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key.charAt(0).toLowerCase() + key.slice(1), value]),
  );
}

function textOf(document: unknown): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

function present(members: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

import { partitionOf } from '../../aws/regions.js';
import type { Step, WrittenDocument, WrittenKind } from '../../world/written-origin.js';
import { type JsonRecord, asText, isRecord } from './read-json.js';
import { listOf } from './read-terraform.js';
import type { IdentityDocument, PlannedResource, Thing } from './thing.js';

/** Attributes that a resource of a known type needs: one that a plan does not know is refused. */
export const NEEDED: Readonly<Record<string, readonly string[]>> = {
  aws_ecr_repository: ['name'],
  aws_ecr_repository_policy: ['repository', 'policy'],
  aws_ecr_lifecycle_policy: ['repository', 'policy'],
  aws_ecr_replication_configuration: ['replication_configuration'],
  aws_ecr_registry_policy: ['policy'],
  aws_ecr_registry_scanning_configuration: ['scan_type', 'rule'],
  aws_ecr_signing_configuration: ['rule'],
  aws_ecr_pull_through_cache_rule: ['ecr_repository_prefix', 'upstream_registry_url'],
  aws_ecr_repository_creation_template: ['prefix', 'applied_for'],
  aws_ecr_pull_time_update_exclusion: ['principal_arn'],
  aws_ecr_account_setting: ['name', 'value'],
  aws_iam_role: ['name', 'assume_role_policy'],
  aws_iam_user: ['name'],
  aws_iam_policy: ['policy'],
  aws_iam_role_policy: ['role', 'policy'],
  aws_iam_user_policy: ['user', 'policy'],
  aws_iam_role_policy_attachment: ['role', 'policy_arn'],
  aws_iam_user_policy_attachment: ['user', 'policy_arn'],
};

/** Attributes whose change needs a new resource. */
export const REPLACING: Readonly<Record<string, readonly string[]>> = {
  aws_ecr_repository: ['name', 'encryption_configuration'],
  aws_ecr_repository_creation_template: ['prefix'],
  aws_ecr_pull_through_cache_rule: ['ecr_repository_prefix', 'upstream_registry_url'],
  aws_ecr_pull_time_update_exclusion: ['principal_arn'],
};

type Made = Pick<PlannedResource, 'thing' | 'documents' | 'places' | 'physicalId'>;

/** The attributes of a resource in the words of the API. */
export function thingOf(
  address: string,
  type: string,
  values: JsonRecord,
  account: string,
  region: string,
): Made {
  const document = (path: readonly Step[], text?: unknown): WrittenDocument => ({
    source: '',
    id: address,
    path,
    naming: 'terraform',
    ...writtenOf(values, path, text),
    ...(typeof text === 'string' ? { isText: true as const } : {}),
  });
  const made = (
    thing: Thing,
    physicalId: string,
    kind: WrittenKind | undefined,
    path: readonly Step[] = [],
    text?: unknown,
  ): Made => ({
    thing,
    physicalId,
    documents: kind === undefined ? [] : [{ kind, document: document(path, text) }],
    places: { '': path },
  });
  const policy = values['policy'];
  const name = asText(values['name'] ?? values['repository'] ?? account);
  switch (type) {
    case 'aws_ecr_repository':
      return made(
        {
          kind: 'repository',
          force: values['force_delete'] === true,
          input: {
            repositoryName: name,
            tags: Object.entries(isRecord(values['tags_all']) ? values['tags_all'] : {}).map(
              ([Key, Value]) => ({ Key, Value }),
            ),
            ...mutabilityOf(values),
            ...encryptionOf(values),
            ...listOf(values, 'image_scanning_configuration')
              .slice(0, 1)
              .reduce(
                (_, one) => ({ imageScanningConfiguration: { scanOnPush: one['scan_on_push'] === true } }),
                {},
              ),
          },
        },
        name,
        'repository',
      );
    case 'aws_ecr_repository_policy':
      return made(
        { kind: 'repository policy', input: { repositoryName: name, policyText: asText(policy) } },
        name,
        'repository policy',
        ['policy'],
        policy,
      );
    case 'aws_ecr_lifecycle_policy':
      return made(
        { kind: 'lifecycle policy', input: { repositoryName: name, lifecyclePolicyText: asText(policy) } },
        name,
        'lifecycle policy',
        ['policy'],
        policy,
      );
    case 'aws_ecr_registry_policy':
      return made(
        { kind: 'registry policy', input: { policyText: asText(policy) } },
        account,
        'registry policy',
        ['policy'],
        policy,
      );
    case 'aws_ecr_replication_configuration': {
      const rules = listOf(listOf(values, 'replication_configuration')[0], 'rule').map((rule) => ({
        destinations: listOf(rule, 'destination').map((one) => ({
          region: one['region'],
          registryId: one['registry_id'],
        })),
        ...filters(rule),
      }));
      const input = { replicationConfiguration: { rules } };
      return made({ kind: 'replication configuration', input }, account, 'replication configuration', [
        'replication_configuration',
        0,
      ]);
    }
    case 'aws_ecr_registry_scanning_configuration': {
      const rules = listOf(values, 'rule').map((rule) => ({
        scanFrequency: rule['scan_frequency'],
        repositoryFilters: filters(rule).repositoryFilters ?? [],
      }));
      return made(
        { kind: 'scanning configuration', input: { scanType: values['scan_type'], rules } },
        account,
        'scanning configuration',
      );
    }
    case 'aws_ecr_signing_configuration': {
      const rules = listOf(values, 'rule').map((rule) => ({
        signingProfileArn: rule['signing_profile_arn'],
        ...filters(rule),
      }));
      return made(
        { kind: 'signing configuration', input: { signingConfiguration: { rules } } },
        account,
        'signing configuration',
      );
    }
    case 'aws_ecr_pull_through_cache_rule': {
      const input = present({
        ecrRepositoryPrefix: values['ecr_repository_prefix'],
        upstreamRegistryUrl: values['upstream_registry_url'],
        upstreamRepositoryPrefix: values['upstream_repository_prefix'],
        credentialArn: values['credential_arn'],
        customRoleArn: values['custom_role_arn'],
      }) as Thing & JsonRecord as never;
      return made(
        { kind: 'pull-through cache rule', input },
        asText(values['ecr_repository_prefix']),
        'pull-through cache rule',
      );
    }
    case 'aws_ecr_repository_creation_template': {
      const tags = values['resource_tags'];
      const input = {
        prefix: asText(values['prefix']),
        ...present({
          appliedFor: values['applied_for'],
          description: values['description'],
          customRoleArn: values['custom_role_arn'],
          repositoryPolicy: values['repository_policy'],
          lifecyclePolicy: values['lifecycle_policy'],
          resourceTags: isRecord(tags)
            ? Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
            : undefined,
        }),
        ...mutabilityOf(values),
        ...encryptionOf(values),
      };
      return made({ kind: 'creation template', input }, input.prefix, 'creation template');
    }
    case 'aws_ecr_pull_time_update_exclusion': {
      const principalArn = asText(values['principal_arn']);
      return made(
        { kind: 'pull-time update exclusion', input: { principalArn } },
        principalArn,
        'pull-time update exclusion',
      );
    }
    case 'aws_ecr_account_setting':
      return made(
        { kind: 'account setting', input: { name, value: asText(values['value']) } },
        name,
        undefined,
      );
    case 'aws_iam_role':
    case 'aws_iam_user': {
      const kind = type === 'aws_iam_role' ? 'role' : 'user';
      const path = asText(values['path'] ?? '/');
      const arn = `arn:${partitionOf(region).id}:iam::${account}:${kind}${path}${name}`;
      const policies = listOf(values, 'inline_policy').flatMap((one, index): IdentityDocument[] =>
        typeof one['policy'] === 'string' && one['policy'] !== ''
          ? [{ text: one['policy'], written: document(['inline_policy', index, 'policy'], one['policy']) }]
          : [],
      );
      const arns = values['managed_policy_arns'];
      return made(
        {
          kind: 'principal',
          principal: {
            type: kind,
            name,
            arn,
            policies,
            managedPolicyArns: Array.isArray(arns) ? arns.map(asText) : [],
            groups: [],
            tags: (values['tags_all'] ?? {}) as Record<string, string>,
            ...(typeof values['permissions_boundary'] === 'string'
              ? { boundary: values['permissions_boundary'] }
              : {}),
            ...(typeof values['assume_role_policy'] === 'string'
              ? { trustPolicy: values['assume_role_policy'] }
              : {}),
          },
        },
        name,
        'principal',
      );
    }
    default: {
      const names = (one: unknown) => (one === undefined || one === null ? [] : [asText(one)]);
      const attached = typeof values['policy_arn'] === 'string' ? values['policy_arn'] : undefined;
      const arn =
        type === 'aws_iam_policy'
          ? asText(
              values['arn'] ??
                `arn:${partitionOf(region).id}:iam::${account}:policy${asText(values['path'] ?? '/')}${name}`,
            )
          : undefined;
      return made(
        {
          kind: 'identity policy',
          policy: {
            ...(arn === undefined ? {} : { arn }),
            ...(attached === undefined ? {} : { attaches: attached }),
            document: { text: asText(policy ?? ''), written: document(['policy'], policy) },
            roles: names(values['role']),
            users: names(values['user']),
            groups: names(values['group']),
          },
        },
        name,
        'identity policy',
        ['policy'],
        policy,
      );
    }
  }
}

function writtenOf(values: JsonRecord, path: readonly Step[], text: unknown): { readonly written?: unknown } {
  if (typeof text === 'string') {
    try {
      const written: unknown = JSON.parse(text);
      return isRecord(written) ? { written } : {};
    } catch {
      return {};
    }
  }
  let value: unknown = values;
  for (const step of path) value = (value as Record<Step, unknown> | undefined)?.[step];
  return isRecord(value) ? { written: value } : {};
}

function filters(rule: JsonRecord): { readonly repositoryFilters?: readonly JsonRecord[] } {
  const list = listOf(rule, 'repository_filter').map((one) => ({
    filter: one['filter'],
    filterType: one['filter_type'],
  }));
  return list.length === 0 ? {} : { repositoryFilters: list };
}

function mutabilityOf(values: JsonRecord): JsonRecord {
  const list = listOf(values, 'image_tag_mutability_exclusion_filter');
  return present({
    imageTagMutability: values['image_tag_mutability'],
    imageTagMutabilityExclusionFilters:
      list.length === 0
        ? undefined
        : list.map((one) => ({ filter: one['filter'], filterType: one['filter_type'] })),
  });
}

function encryptionOf(values: JsonRecord): JsonRecord {
  const [given] = listOf(values, 'encryption_configuration');
  if (given === undefined) return {};
  const kmsKey = given['kms_key'] === '' ? undefined : given['kms_key'];
  return {
    encryptionConfiguration: present({ encryptionType: given['encryption_type'] ?? 'AES256', kmsKey }),
  };
}

/** Absent attributes are null, or an empty text. */
function present(members: JsonRecord): JsonRecord {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== null),
  );
}

import { asText, isRecord, present } from '../read-json.js';
import type { RegistryDocument } from '../thing.js';
import { listOf } from './read-terraform.js';
import { translatePolicy, translatePrincipal } from './translate-iam.js';
import {
  type Made,
  type PlacedResource,
  type Translator,
  encryptionOf,
  filtersOf,
  made,
  mutabilityOf,
  tagsOf,
} from './translation.js';

const POLICY = ['policy'];

const TRANSLATORS = new Map<string, Translator>([
  ['aws_ecr_repository', repository],
  [
    'aws_ecr_repository_policy',
    (resource) => {
      const input = { repositoryName: repositoryOf(resource), policyText: policyOf(resource) };
      return made(resource, { kind: 'repository policy', input }, input.repositoryName, POLICY);
    },
  ],
  [
    'aws_ecr_lifecycle_policy',
    (resource) => {
      const input = { repositoryName: repositoryOf(resource), lifecyclePolicyText: policyOf(resource) };
      return made(resource, { kind: 'lifecycle policy', input }, input.repositoryName, POLICY);
    },
  ],
  [
    'aws_ecr_registry_policy',
    (resource) => {
      const input = { policyText: policyOf(resource) };
      return made(resource, { kind: 'registry policy', input }, resource.account, POLICY);
    },
  ],
  ['aws_ecr_replication_configuration', replication],
  ['aws_ecr_registry_scanning_configuration', scanning],
  ['aws_ecr_signing_configuration', signing],
  ['aws_ecr_pull_through_cache_rule', cacheRule],
  ['aws_ecr_repository_creation_template', creationTemplate],
  [
    'aws_ecr_pull_time_update_exclusion',
    (resource) => {
      const principalArn = asText(resource.values['principal_arn']);
      return made(resource, { kind: 'pull-time update exclusion', input: { principalArn } }, principalArn);
    },
  ],
  [
    'aws_ecr_account_setting',
    (resource) => {
      const { name, value } = resource.values;
      const input = { name: asText(name), value: asText(value) };
      return made(resource, { kind: 'account setting', input }, input.name);
    },
  ],
  ['aws_iam_role', translatePrincipal],
  ['aws_iam_user', translatePrincipal],
]);

/** The attributes of a resource in the words of the API. */
export function translate(resource: PlacedResource): Made {
  return (TRANSLATORS.get(resource.type) ?? translatePolicy)(resource);
}

function repositoryOf({ values }: PlacedResource): string {
  return asText(values['repository']);
}

function policyOf({ values }: PlacedResource): string {
  return asText(values['policy']);
}

function repository(resource: PlacedResource): Made {
  const { values } = resource;
  const name = asText(values['name']);
  const [scanning] = listOf(values, 'image_scanning_configuration');
  return made(
    resource,
    {
      kind: 'repository',
      force: values['force_delete'] === true,
      input: {
        repositoryName: name,
        tags: tagsOf(values['tags_all']),
        ...mutabilityOf(values),
        ...encryptionOf(values),
        ...(scanning === undefined
          ? {}
          : { imageScanningConfiguration: { scanOnPush: scanning['scan_on_push'] === true } }),
      },
    },
    name,
  );
}

/** A document of which a registry has one. */
function document(
  resource: PlacedResource,
  kind: RegistryDocument,
  input: object,
  path: readonly (string | number)[] = [],
): Made {
  return made(resource, { kind, input } as Made['thing'], resource.account, path);
}

function replication(resource: PlacedResource): Made {
  const [configuration] = listOf(resource.values, 'replication_configuration');
  const rules = listOf(configuration, 'rule').map((rule) => ({
    destinations: listOf(rule, 'destination').map((one) => ({
      region: one['region'],
      registryId: one['registry_id'],
    })),
    ...filtersOf(rule),
  }));
  const path = ['replication_configuration', 0];
  return document(resource, 'replication configuration', { replicationConfiguration: { rules } }, path);
}

function scanning(resource: PlacedResource): Made {
  const { values } = resource;
  const rules = listOf(values, 'rule').map((rule) => ({
    scanFrequency: rule['scan_frequency'],
    repositoryFilters: filtersOf(rule).repositoryFilters ?? [],
  }));
  return document(resource, 'scanning configuration', { scanType: values['scan_type'], rules });
}

function signing(resource: PlacedResource): Made {
  const rules = listOf(resource.values, 'rule').map((rule) => ({
    signingProfileArn: rule['signing_profile_arn'],
    ...filtersOf(rule),
  }));
  return document(resource, 'signing configuration', { signingConfiguration: { rules } });
}

function cacheRule(resource: PlacedResource): Made {
  const { values } = resource;
  const ecrRepositoryPrefix = asText(values['ecr_repository_prefix']);
  const input = {
    ecrRepositoryPrefix,
    ...present({
      upstreamRegistryUrl: values['upstream_registry_url'],
      upstreamRepositoryPrefix: values['upstream_repository_prefix'],
      credentialArn: values['credential_arn'],
      customRoleArn: values['custom_role_arn'],
    }),
  };
  return made(resource, { kind: 'pull-through cache rule', input }, ecrRepositoryPrefix);
}

function creationTemplate(resource: PlacedResource): Made {
  const { values } = resource;
  const tags = values['resource_tags'];
  const input = {
    prefix: asText(values['prefix']),
    ...present({
      appliedFor: values['applied_for'],
      description: values['description'],
      customRoleArn: values['custom_role_arn'],
      repositoryPolicy: values['repository_policy'],
      lifecyclePolicy: values['lifecycle_policy'],
      resourceTags: isRecord(tags) ? tagsOf(tags) : undefined,
    }),
    ...mutabilityOf(values),
    ...encryptionOf(values),
  };
  return made(resource, { kind: 'creation template', input }, input.prefix);
}

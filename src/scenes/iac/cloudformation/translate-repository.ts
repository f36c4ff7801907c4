import { asText, present, recordOf } from '../read-json.js';
import {
  type CheckedResource,
  type Translation,
  at,
  documentText,
  encryptionOf,
  isTrue,
  mutabilityOf,
  oneDocument,
  tagsOf,
  textsOf,
} from './translation.js';

const LIFECYCLE = at('LifecyclePolicy', 'LifecyclePolicyText');

/** `AWS::ECR::Repository`: a repository and its two policies. */
export function translateRepository(resource: CheckedResource): Translation {
  const { name, properties, tags, writtenAt } = resource;
  const lifecycle = recordOf(properties, 'LifecyclePolicy')['LifecyclePolicyText'];
  const policy = properties['RepositoryPolicyText'];
  const policyText = policy === undefined ? undefined : documentText(policy);
  const lifecyclePolicyText = lifecycle === undefined ? undefined : asText(lifecycle);
  const scanning = properties['ImageScanningConfiguration'];
  return {
    thing: {
      kind: 'repository',
      force: isTrue(properties['EmptyOnDelete']),
      input: {
        repositoryName: name,
        tags: tagsOf(tags),
        ...mutabilityOf(properties),
        ...(scanning === undefined
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
        ...(lifecyclePolicyText === undefined ? {} : { lifecyclePolicyText }),
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
        : [{ kind: 'lifecycle policy' as const, document: writtenAt(LIFECYCLE, lifecyclePolicyText) }]),
    ],
    places: {
      '': at(),
      repositoryName: at('RepositoryName'),
      policyText: at('RepositoryPolicyText'),
      lifecyclePolicyText: LIFECYCLE,
      lifecyclePolicy: LIFECYCLE,
      imageTagMutability: at('ImageTagMutability'),
      imageTagMutabilityExclusionFilters: at('ImageTagMutabilityExclusionFilters'),
      encryptionConfiguration: at('EncryptionConfiguration'),
      tags: at('Tags'),
    },
  };
}

/** `AWS::ECR::RepositoryCreationTemplate`. */
export function translateCreationTemplate(resource: CheckedResource): Translation {
  const { properties } = resource;
  const { Prefix, Description, AppliedFor, RepositoryPolicy, LifecyclePolicy, ResourceTags, CustomRoleArn } =
    properties;
  const input = {
    prefix: asText(Prefix),
    appliedFor: textsOf(AppliedFor),
    ...present({
      description: Description,
      repositoryPolicy: RepositoryPolicy,
      lifecyclePolicy: LifecyclePolicy,
      customRoleArn: CustomRoleArn,
      resourceTags: Array.isArray(ResourceTags) ? tagsOf(ResourceTags) : undefined,
    }),
    ...mutabilityOf(properties),
    ...encryptionOf(properties),
  };
  const translation = oneDocument({ kind: 'creation template', input }, 'creation template', at(), resource);
  return {
    ...translation,
    places: {
      ...translation.places,
      prefix: at('Prefix'),
      lifecyclePolicy: at('LifecyclePolicy'),
      lifecyclePolicyText: at('LifecyclePolicy'),
      repositoryPolicy: at('RepositoryPolicy'),
      policyText: at('RepositoryPolicy'),
      encryptionConfiguration: at('EncryptionConfiguration'),
      imageTagMutabilityExclusionFilters: at('ImageTagMutabilityExclusionFilters'),
      resourceTags: at('ResourceTags'),
      customRoleArn: at('CustomRoleArn'),
    },
  };
}

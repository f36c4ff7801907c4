import type { CreationTemplate, TemplateSettings } from '../../world/configuration/creation-templates.js';
import { DEFAULT_ENCRYPTION } from '../../world/configuration/encryption.js';
import { readEncryption } from '../../ecr/repositories/encryption-input.js';
import { type Outcome, invalidParameter, isFailure } from '../../aws/failure.js';
import type { Registry } from '../../world/registry.js';
import { mergeResourceTags } from '../../world/configuration/resource-tags.js';
import { TagMutability } from '../../world/images/tag-mutability.js';
import { readTagMutability } from '../../ecr/repositories/tag-mutability-input.js';
import { parseLifecyclePolicy } from '../../ecr/lifecycle/policy-document.js';
import { acceptPolicy } from '../../iam/policy/parsed-policies.js';
import type { OperationInput } from '../operation.js';

type TemplateInput =
  OperationInput<'CreateRepositoryCreationTemplate'> | OperationInput<'UpdateRepositoryCreationTemplate'>;

/** What a template without settings creates: the same as CreateRepository without any [docs]. */
const PLAIN_SETTINGS = {
  tagMutability: new TagMutability(),
  encryption: DEFAULT_ENCRYPTION,
  resourceTags: new Map<string, string>(),
} satisfies Partial<TemplateSettings>;

/**
 * The settings in an input, checked as their own operations check them. An empty string removes the policy [assumed].
 */
export function templateSettings(
  input: TemplateInput,
  registry: Registry,
  known?: CreationTemplate,
): Outcome<Partial<TemplateSettings>> {
  const { limits, behaviour } = registry.world;
  const tagMutability = readMutability(input, known);
  if (isFailure(tagMutability)) return tagMutability;
  const encryption =
    input.encryptionConfiguration && readEncryption(input.encryptionConfiguration, registry, false);
  if (isFailure(encryption)) return encryption;
  const resourceTags =
    input.resourceTags && mergeResourceTags(new Map(), input.resourceTags, limits.tagsPerRepository);
  // Templates have no separate exception for tags [docs]; the text is that of repositories [assumed].
  if (isFailure(resourceTags)) return invalidParameter('resourceTags', resourceTags.message ?? '');
  const repositoryPolicyText =
    input.repositoryPolicy && acceptPolicy(input.repositoryPolicy, 'repository', behaviour.policyText);
  if (isFailure(repositoryPolicyText)) return repositoryPolicyText;
  const lifecyclePolicy = input.lifecyclePolicy ? parseLifecyclePolicy(input.lifecyclePolicy) : undefined;
  if (isFailure(lifecyclePolicy)) return lifecyclePolicy;
  return {
    ...(input.description === undefined ? {} : { description: input.description }),
    ...(tagMutability === undefined ? {} : { tagMutability }),
    ...(encryption === undefined ? {} : { encryption }),
    ...(resourceTags === undefined ? {} : { resourceTags }),
    ...(repositoryPolicyText === undefined
      ? {}
      : { repositoryPolicyText: repositoryPolicyText || undefined }),
    ...(input.lifecyclePolicy === undefined ? {} : { lifecyclePolicyText: lifecyclePolicy?.text }),
    ...(input.appliedFor === undefined ? {} : { appliedFor: [...new Set(input.appliedFor)] }),
    ...(input.customRoleArn === undefined ? {} : { customRoleArn: input.customRoleArn }),
  };
}

/** The settings of a template that does not exist yet. */
export function newTemplateSettings(
  input: OperationInput<'CreateRepositoryCreationTemplate'>,
  registry: Registry,
): Outcome<TemplateSettings> {
  const settings = templateSettings(input, registry);
  return isFailure(settings) ? settings : { ...PLAIN_SETTINGS, appliedFor: [], ...settings };
}

function readMutability(
  input: TemplateInput,
  known: CreationTemplate | undefined,
): Outcome<TagMutability> | undefined {
  const { imageTagMutability: mode, imageTagMutabilityExclusionFilters: filters } = input;
  if (mode === undefined && filters === undefined) return undefined;
  return readTagMutability(mode ?? known?.tagMutability.mode ?? 'MUTABLE', filters);
}

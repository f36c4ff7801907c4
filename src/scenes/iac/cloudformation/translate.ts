import { translatePolicy, translatePrincipal } from './translate-iam.js';
import {
  translateCacheRule,
  translateExclusion,
  translateRegistryPolicy,
  translateReplication,
  translateScanning,
  translateSigning,
} from './translate-registry.js';
import { translateCreationTemplate, translateRepository } from './translate-repository.js';
import type { CheckedResource, Translation, Translator } from './translation.js';

const TRANSLATORS = new Map<string, Translator>([
  ['AWS::ECR::Repository', translateRepository],
  ['AWS::ECR::ReplicationConfiguration', translateReplication],
  ['AWS::ECR::RegistryPolicy', translateRegistryPolicy],
  ['AWS::ECR::RegistryScanningConfiguration', translateScanning],
  ['AWS::ECR::SigningConfiguration', translateSigning],
  ['AWS::ECR::PullThroughCacheRule', translateCacheRule],
  ['AWS::ECR::RepositoryCreationTemplate', translateCreationTemplate],
  ['AWS::ECR::PullTimeUpdateExclusion', translateExclusion],
  ['AWS::IAM::Role', translatePrincipal],
  ['AWS::IAM::User', translatePrincipal],
  ['AWS::IAM::Group', translatePrincipal],
]);

/** Properties, resolved and checked, in the words of the API. */
export function translate(resource: CheckedResource): Translation {
  return (TRANSLATORS.get(resource.type) ?? translatePolicy)(resource);
}

import type { PlannedResource } from '../thing.js';
import type { StackIdentity } from './stack-state.js';

/** The repository that `cdk bootstrap` makes for images; its settings are likely [assumed]. */
export function bootstrapRepository({ account, region }: StackIdentity): PlannedResource {
  const repositoryName = `cdk-hnb659fds-container-assets-${account}-${region}`;
  return {
    id: 'ContainerAssetsRepository',
    type: 'AWS::ECR::Repository',
    account,
    region,
    physicalId: repositoryName,
    thing: {
      kind: 'repository',
      force: false,
      input: { repositoryName, imageTagMutability: 'IMMUTABLE' },
      policies: {},
    },
    properties: { RepositoryName: repositoryName },
    documents: [],
    replacing: [],
    isNamed: true,
    retained: true,
    retainedOnReplace: true,
    generation: 0,
    places: {},
  };
}

import type { WrittenKind } from './written-origin.js';

/** A stack, or a Terraform workspace, as deployed: what there is of it, and what it had to leave out. */
export interface DeployedSource {
  /** Its identity, for example `stack 111122223333/us-west-2 Disaster`. */
  readonly key: string;
  /** What messages call it, for example `stack Disaster`. */
  readonly name: string;
  /** Registries it was deployed to, as `<account>/<region>`. */
  readonly registries: readonly string[];
  readonly resources: readonly DeployedThing[];
  /** Resources that a condition left out. */
  readonly leftOut: readonly (DeployedThing & { readonly because: string })[];
  readonly naming: 'cloudformation' | 'terraform';
  /** What its deployer has to know to update or delete it: JSON, and nobody else's business. */
  readonly state: object;
}

export interface DeployedThing {
  readonly id: string;
  readonly kind: WrittenKind;
  /** `<account>/<region>`. */
  readonly registry: string;
}

/** What one writes to have a thing; where there is none of its own, a property of another. */
const TYPES: Readonly<Record<DeployedSource['naming'], Partial<Record<WrittenKind, string>>>> = {
  cloudformation: {
    'replication configuration': 'AWS::ECR::ReplicationConfiguration',
    'registry policy': 'AWS::ECR::RegistryPolicy',
    'creation template': 'AWS::ECR::RepositoryCreationTemplate',
    'lifecycle policy': 'LifecyclePolicy',
    'repository policy': 'RepositoryPolicyText',
  },
  terraform: {
    'replication configuration': 'aws_ecr_replication_configuration',
    'registry policy': 'aws_ecr_registry_policy',
    'creation template': 'aws_ecr_repository_creation_template',
    'lifecycle policy': 'aws_ecr_lifecycle_policy',
    'repository policy': 'aws_ecr_repository_policy',
  },
};

/** Says of each deployment to a registry that it was looked at, and has no such thing or left it out. */
export function lookedAtInVain(
  sources: Iterable<DeployedSource>,
  registry: string,
  kind: WrittenKind,
): readonly string[] {
  const lines: string[] = [];
  for (const { name, registries, resources, leftOut, naming } of sources) {
    if (!registries.includes(registry)) continue;
    const isMeant = (one: DeployedThing) => one.kind === kind && one.registry === registry;
    if (resources.some(isMeant)) continue;
    const type = TYPES[naming][kind] ?? kind;
    const omitted = leftOut.filter(isMeant);
    if (omitted.length === 0) lines.push(`${name} (deployed there) has no ${type}`);
    for (const { id, because } of omitted) {
      lines.push(`${name} (deployed there) has one, ${id}, left out by ${because}`);
    }
  }
  return lines;
}

import type { WrittenKind } from './written-origin.js';

/** A deployed stack or Terraform workspace: its resources, and those that a condition left out. */
export interface DeployedSource {
  /** Its unique name, for example `stack 111122223333/us-west-2 Disaster`. */
  readonly key: string;
  /** Its name in messages, for example `stack Disaster`. */
  readonly name: string;
  /** Registries it was deployed to, as `<account>/<region>`. */
  readonly registries: readonly string[];
  readonly resources: readonly DeployedThing[];
  /** Resources that a condition left out. */
  readonly leftOut: readonly (DeployedThing & { readonly because: string })[];
  readonly naming: 'cloudformation' | 'terraform';
  /** What its deployer needs for updating or deleting it: JSON that only the deployer reads. */
  readonly state: object;
}

export interface DeployedThing {
  readonly id: string;
  readonly kind: WrittenKind;
  /** `<account>/<region>`. */
  readonly registry: string;
}

/** What declares a kind of thing in a template; if it has no resource type, a property of another. */
const TYPES: Readonly<Record<DeployedSource['naming'], Partial<Record<WrittenKind, string>>>> = {
  cloudformation: {
    repository: 'AWS::ECR::Repository',
    'replication configuration': 'AWS::ECR::ReplicationConfiguration',
    'registry policy': 'AWS::ECR::RegistryPolicy',
    'creation template': 'AWS::ECR::RepositoryCreationTemplate',
    'lifecycle policy': 'LifecyclePolicy',
    'repository policy': 'RepositoryPolicyText',
  },
  terraform: {
    repository: 'aws_ecr_repository',
    'replication configuration': 'aws_ecr_replication_configuration',
    'registry policy': 'aws_ecr_registry_policy',
    'creation template': 'aws_ecr_repository_creation_template',
    'lifecycle policy': 'aws_ecr_lifecycle_policy',
    'repository policy': 'aws_ecr_repository_policy',
  },
};

/** For each deployment to a registry: a line that it has no such thing, or left it out. */
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
      // A rule is looked for where it is written, and a policy in what was deployed there.
      lines.push(
        kind === 'replication configuration'
          ? `${name.replace(/^stack /, '')} › ${id} left out by ${because}`
          : `${name} (deployed there) has one, ${id}, left out by ${because}`,
      );
    }
  }
  return lines;
}

import type { OperationName } from '../api/facts.js';
import type { Registry } from '../world/registry.js';
import { placeIn } from '../world/written-documents.js';
import type { WrittenKind } from '../world/written-origin.js';

/** Documents that an operation replaces or removes: those of the registry, or of one repository or prefix in it. */
const REPLACED: Partial<
  Record<OperationName, readonly [WrittenKind, ('repositoryName' | 'prefix' | 'ecrRepositoryPrefix')?]>
> = {
  PutReplicationConfiguration: ['replication configuration'],
  PutRegistryPolicy: ['registry policy'],
  DeleteRegistryPolicy: ['registry policy'],
  PutRegistryScanningConfiguration: ['scanning configuration'],
  PutSigningConfiguration: ['signing configuration'],
  DeleteSigningConfiguration: ['signing configuration'],
  SetRepositoryPolicy: ['repository policy', 'repositoryName'],
  DeleteRepositoryPolicy: ['repository policy', 'repositoryName'],
  PutLifecyclePolicy: ['lifecycle policy', 'repositoryName'],
  DeleteLifecyclePolicy: ['lifecycle policy', 'repositoryName'],
  DeleteRepository: ['repository', 'repositoryName'],
  CreateRepositoryCreationTemplate: ['creation template', 'prefix'],
  UpdateRepositoryCreationTemplate: ['creation template', 'prefix'],
  DeleteRepositoryCreationTemplate: ['creation template', 'prefix'],
  UpdatePullThroughCacheRule: ['pull-through cache rule', 'ecrRepositoryPrefix'],
  DeletePullThroughCacheRule: ['pull-through cache rule', 'ecrRepositoryPrefix'],
};

/** Records that a command replaced something that was declared in a template, a plan or a state. */
export function noteReplacement(
  operation: OperationName,
  input: Readonly<Record<string, unknown>>,
  registry: Registry,
  caller: string,
  at: number,
): void {
  const { origins } = registry.world;
  const replaced = REPLACED[operation];
  if (replaced === undefined) return;
  const [kind, member] = replaced;
  const place = member === undefined ? registry.key : placeIn(registry, String(input[member]));
  origins.replace(kind, place, { operation, caller, at });
}

import {
  type ImageReference,
  formatReference,
  parseImageReference,
} from '../../../world/images/image-reference.js';
import type { Image } from '../../../world/images/image.js';
import type { Registry } from '../../../world/registry.js';
import type { World } from '../../../world/world.js';
import type { Memory } from '../../witness.js';
import { explainReplication } from './explain.js';
import { ReplicationVerdict, reason } from './verdict.js';

const RANK = { replicated: 3, pending: 2, failed: 1, never: 0 } as const;

/** The verdict on an image and a destination, from the given source or the most likely one. */
export function replicationVerdict(
  witness: Pick<Memory, 'world' | 'now'>,
  image: string,
  destination: Registry,
  source?: Registry,
): ReplicationVerdict {
  const { world } = witness;
  const now = witness.now();
  const reference = parseImageReference(image);
  const candidates = source === undefined ? sourcesOf(world, reference, destination) : [source];
  const verdicts = candidates.map((candidate) =>
    explainReplication(world, { ...reference, source: candidate, destination, now }),
  );
  const best = verdicts.sort((a, b) => RANK[b.outcome] - RANK[a.outcome])[0];
  return best ?? noSource(world, reference, destination);
}

/** Registries that have the image or could be meant: those it was pushed to come before replicas. */
function sourcesOf(world: World, reference: ImageReference, destination: Registry): readonly Registry[] {
  const others = [...world.registries()].filter((registry) => registry !== destination);
  const { registryId, region } = reference;
  if (registryId !== undefined && region !== undefined) {
    const named = world.registry(registryId, region);
    // The image's URI at the destination is accepted, too.
    if (named !== destination) return [named];
  }
  const holders = others.filter((registry) => holds(registry, reference));
  if (holders.length > 0) {
    const pushed = holders.filter((registry) => !holdsReplica(registry, reference));
    const copied = holders.filter((registry) => holdsReplica(registry, reference));
    return [...likeliestFirst(pushed, destination), ...likeliestFirst(copied, destination)];
  }
  const left = others.filter((registry) => leaving(registry, reference));
  if (left.length > 0) return left;
  const withRepository = others.filter(
    (registry) => registry.repository(reference.repositoryName) !== undefined,
  );
  return withRepository.length > 0
    ? withRepository
    : others.filter((registry) => registry.replication.rules.length > 0);
}

/** An image is often in several registries; the one that should have sent it has the best explanation. */
function likeliestFirst(sources: readonly Registry[], { accountId, region }: Registry): readonly Registry[] {
  const likelihood = ({ replication }: Registry): number =>
    replication.hasDestination({ registryId: accountId, region }) ? 2 : Math.sign(replication.rules.length);
  return [...sources].sort((a, b) => likelihood(b) - likelihood(a));
}

function holds(registry: Registry, reference: ImageReference): boolean {
  return imageOf(registry, reference) !== undefined;
}

function holdsReplica(registry: Registry, reference: ImageReference): boolean {
  const origin = imageOf(registry, reference)?.origin;
  return origin === 'replication' || origin === 'backfill';
}

/** Whether the image is being replicated from a registry that has deleted it since. */
function leaving(registry: Registry, { repositoryName, tag, digest }: ImageReference): boolean {
  for (const one of registry.inFlight) {
    if (one.repositoryName !== repositoryName) continue;
    if (tag === undefined ? one.digest === digest : one.tag === tag) return true;
  }
  return false;
}

function imageOf(registry: Registry, { repositoryName, tag, digest }: ImageReference): Image | undefined {
  const repository = registry.repository(repositoryName);
  return tag === undefined ? repository?.image(digest as string) : repository?.tag(tag)?.image;
}

function noSource(world: World, reference: ImageReference, destination: Registry): ReplicationVerdict {
  const name = formatReference(reference.repositoryName, reference.tag, reference.digest);
  const registries = [...world.registries()].map((registry) => registry.key);
  return new ReplicationVerdict('never', `${name} to ${destination.key}`, [
    reason('no-such-image', `No other registry of this world has an image ${name}.`, [
      `registries: ${registries.join(', ') || 'none'}`,
    ]),
  ]);
}

/** Refused pushes to the repository, one line each: an application may have swallowed the error. */
export function refusedPushes({ journal }: Memory, image: string): readonly string[] {
  const { repositoryName } = parseImageReference(image);
  const lines = journal.flatMap((happening) => {
    if (happening.kind !== 'call') return [];
    const { operation, outcome, hint, input, accountId, region } = happening.call;
    if (hint === undefined || input['repositoryName'] !== repositoryName) return [];
    return [`${operation} at ${accountId}/${region} was refused with ${outcome}: ${hint}.`];
  });
  return [...new Set(lines)];
}

import { type Destination, sameDestination } from '../../domain/destination.js';
import type { Image } from '../../domain/image.js';
import { formatReference } from '../../domain/image-reference.js';
import type { Registry } from '../../domain/registry.js';
import type { ReplicationAttempt } from '../../domain/replication-record.js';
import { ruleMatches } from '../../domain/replication-configuration.js';
import type { World } from '../../domain/world.js';
import type { FailureCause } from './failure-codes.js';
import { recordOf } from './record.js';
import { type ReplicationOutcome, type ReplicationReason, ReplicationVerdict } from './verdict.js';

/** The image asked about, and between which registries. */
export interface ReplicationQuestion {
  readonly repositoryName: string;
  readonly tag?: string | undefined;
  readonly digest?: string | undefined;
  readonly source: Registry;
  readonly destination: Registry;
}

/** Says whether an image of one registry is in another, and what decided that. */
export function explainReplication(world: World, question: ReplicationQuestion): ReplicationVerdict {
  const { source, destination, repositoryName, tag, digest } = question;
  const name = formatReference(repositoryName, tag, digest);
  const answer = (outcome: ReplicationOutcome, ...reasons: ReplicationReason[]) =>
    new ReplicationVerdict(outcome, `${name} from ${source.key} to ${destination.key}`, reasons);

  if (source === destination) {
    return answer(
      'never',
      reason('same-registry', `${source.key} is the registry the image is in; nothing replicates to itself.`),
    );
  }
  const image = imageAt(source, question);
  const there = imageAt(destination, question);
  if (image === undefined) {
    if (there !== undefined && isReplica(there)) {
      return answer(
        'replicated',
        reason(
          'arrived',
          `${name} is at ${destination.key}; the source has since deleted it, and deletions are not replicated.`,
        ),
      );
    }
    return answer('never', missingAtSource(source, question));
  }
  const attempt = attemptOf(image, destination, tag);
  if (there !== undefined && there.digest === image.digest) {
    if (attempt?.status === 'COMPLETE' || isReplica(there)) {
      return answer(
        'replicated',
        reason('arrived', `${name} is at ${destination.key}.`, [`digest ${there.digest}`]),
      );
    }
  }
  if (attempt !== undefined) return answer(...fromAttempt(attempt, question, image));
  if (there !== undefined && there.digest === image.digest) {
    return answer(
      'replicated',
      reason(
        'already-there',
        `${name} is at ${destination.key}, though not by a replication from ${source.key}.`,
      ),
    );
  }
  return answer('never', whyNotStarted(world, question, image));
}

function fromAttempt(
  attempt: ReplicationAttempt,
  question: ReplicationQuestion,
  image: Image,
): [ReplicationOutcome, ReplicationReason] {
  const { destination, repositoryName, tag } = question;
  const name = formatReference(repositoryName, tag, image.digest);
  if (attempt.status === 'IN_PROGRESS') {
    const due =
      attempt.dueAt === Infinity
        ? 'It is delivered when the test calls ecr.settle().'
        : `It is due at ${time(attempt.dueAt)}; advance the clock or call ecr.settle().`;
    return [
      'pending',
      reason('in-progress', `The replication of ${name} is in progress. ${due}`, [
        `started ${time(attempt.startedAt)}`,
      ]),
    ];
  }
  if (attempt.status === 'FAILED') {
    const failure = causeReason(attempt.cause as FailureCause, question);
    return [
      'failed',
      {
        ...failure,
        details: [...failure.details, `status FAILED, failureCode ${attempt.failureCode ?? ''}`],
      },
    ];
  }
  if (attempt.withheldBy !== undefined) {
    const mode = destination.repository(repositoryName)?.tagMutability.mode ?? 'IMMUTABLE';
    return [
      'failed',
      reason(
        'tag-withheld',
        `The image was replicated without its tag: at ${destination.key} the tag '${tag ?? ''}' belongs to another image and can't be moved, since the repository is ${mode}.`,
        [`tag '${tag ?? ''}' stays on ${attempt.withheldBy}`, `the replica is ${image.digest}`],
      ),
    ];
  }
  const other = tag === undefined ? undefined : destination.repository(repositoryName)?.tag(tag)?.image;
  if (other !== undefined) {
    return [
      'failed',
      reason(
        'other-image-there',
        `${name} was replicated at ${time(attempt.endedAt ?? attempt.dueAt)}, but the tag points to another image there now.`,
        [`there: ${other.digest}`, `at the source: ${image.digest}`],
      ),
    ];
  }
  return [
    'failed',
    reason(
      'removed-there',
      `${name} was replicated at ${time(attempt.endedAt ?? attempt.dueAt)}, and has been removed at ${destination.key} since.`,
    ),
  ];
}

function causeReason(
  cause: FailureCause,
  { source, destination, repositoryName }: ReplicationQuestion,
): ReplicationReason {
  switch (cause.kind) {
    case 'region-disabled':
      return reason(
        'region-disabled',
        `Region ${cause.region} is not enabled for the ${cause.side} account ${cause.accountId}.`,
        [`enable it in the test: ecr.account('${cause.accountId}').enableRegion('${cause.region}')`],
      );
    case 'denied': {
      const permission = `${source.accountId} may not ${cause.action} on repository ${repositoryName} of ${destination.key}`;
      return reason(
        cause.action === 'ecr:ReplicateImage' ? 'access-denied' : 'create-denied',
        cause.action === 'ecr:ReplicateImage'
          ? `The destination's registry policy does not let it in: ${permission}.`
          : `The repository is missing at the destination and may not be made there: ${permission}.`,
        cause.reasons(),
      );
    }
    case 'creation-failed':
      return reason('creation-failed', `The repository could not be created at ${destination.key}.`, [
        cause.problem,
      ]);
    case 'limit-exceeded':
      return reason('limit-exceeded', `A quota of ${destination.key} was met: ${cause.problem}.`);
    case 'source-deleted':
      return reason(
        'source-deleted',
        `The image was deleted at ${source.key} while its replication was in progress.`,
      );
    case 'injected':
      return reason('failure-injected', `The test injected a failure with code ${cause.code}.`);
  }
}

/** No task ever started: which condition kept it from starting. */
function whyNotStarted(world: World, question: ReplicationQuestion, image: Image): ReplicationReason {
  const { source, destination, repositoryName, tag } = question;
  const target: Destination = { region: destination.region, registryId: destination.accountId };
  const { rules } = source.replication;
  const arrived = image.origin === 'replication' || image.origin === 'backfill';
  if (arrived) {
    return reason(
      'second-hop',
      `${source.key} itself received the image by replication, and replicas are not replicated further.`,
      [
        `add ${destination.key} as a destination where the image is pushed`,
        ...originOf(world, question, image),
      ],
    );
  }
  if (rules.length === 0) {
    return reason('no-rule', `${source.key} has no replication rule.`, elsewhere(world, source, target));
  }
  const toDestination = rules.filter((rule) => rule.destinations.some((one) => sameDestination(one, target)));
  if (toDestination.length === 0) {
    const between = intermediate(world, source, repositoryName, target);
    if (between !== undefined) {
      return reason(
        'second-hop',
        `${source.key} replicates to ${between.key}, and only that has a rule to ${destination.key}; replicas are not replicated further.`,
        [`add ${destination.key} as a destination to ${source.key}`],
      );
    }
    const known = new Set(
      rules.flatMap((rule) => rule.destinations.map((one) => `${one.registryId}/${one.region}`)),
    );
    return reason(
      'no-such-destination',
      `No replication rule of ${source.key} has ${destination.key} as a destination.`,
      [`destinations: ${[...known].join(', ') || 'none'}`],
    );
  }
  if (!toDestination.some((rule) => ruleMatches(rule, repositoryName))) {
    return reason(
      'filter-mismatch',
      `No filter of the rules to ${destination.key} matches the repository name '${repositoryName}'.`,
      toDestination.map((rule) => {
        const prefixes = (rule.prefixes ?? []).map((prefix) => `'${prefix}'`).join(', ');
        return `rule #${rules.indexOf(rule) + 1}: '${repositoryName}' does not start with ${prefixes}`;
      }),
    );
  }
  const pushedAt =
    (tag === undefined ? undefined : source.repository(repositoryName)?.tag(tag)?.putAt) ?? image.pushedAt;
  const since = source.replication.routedSince(repositoryName, target);
  return reason(
    'pushed-before-rule',
    `${formatReference(repositoryName, tag, image.digest)} was pushed before the rule; only what is pushed afterwards is replicated.`,
    [
      `pushed ${time(pushedAt)}`,
      ...(since === undefined ? [] : [`rule in force since ${time(since)}`]),
      'push a new tag, or start a replication backfill',
    ],
  );
}

/** A destination of the source that has a rule to where the image should be: a second hop, which ECR never takes. */
function intermediate(
  world: World,
  source: Registry,
  repositoryName: string,
  target: Destination,
): Registry | undefined {
  return source.replication
    .destinationsFor(repositoryName)
    .map((one) => world.registry(one.registryId, one.region))
    .find((registry) => registry.replication.hasDestination(target));
}

function missingAtSource(
  source: Registry,
  { repositoryName, tag, digest }: ReplicationQuestion,
): ReplicationReason {
  const repository = source.repository(repositoryName);
  if (repository === undefined) {
    const names = [...source.repositories()].map((one) => one.name);
    return reason(
      'no-such-repository',
      `There is no repository '${repositoryName}' at the source ${source.key}.`,
      [
        names.length === 0
          ? 'the registry has no repositories'
          : `repositories there: ${names.slice(0, 5).join(', ')}`,
      ],
    );
  }
  const tags = [...repository.tagNames()];
  return reason(
    'no-such-image',
    `There is no image ${formatReference(repositoryName, tag, digest)} at the source ${source.key}.`,
    [tags.length === 0 ? 'the repository has no tags' : `tags there: ${tags.slice(0, 5).join(', ')}`],
  );
}

function imageAt(
  registry: Registry,
  { repositoryName, tag, digest }: ReplicationQuestion,
): Image | undefined {
  const repository = registry.repository(repositoryName);
  if (repository === undefined) return undefined;
  if (tag === undefined) return digest === undefined ? undefined : repository.image(digest);
  const image = repository.tag(tag)?.image;
  return digest === undefined || image?.digest === digest ? image : undefined;
}

function attemptOf(
  image: Image,
  destination: Registry,
  tag: string | undefined,
): ReplicationAttempt | undefined {
  const record = recordOf(image, { region: destination.region, registryId: destination.accountId });
  if (record === undefined) return undefined;
  // Asked by digest, the last task to have started speaks for the image.
  return tag === undefined ? record.attempts.at(-1) : record.attempts.find((attempt) => attempt.tag === tag);
}

function isReplica(image: Image): boolean {
  return image.origin === 'replication' || image.origin === 'backfill';
}

/** Where a replica came from, as far as the world still shows it. */
function originOf(world: World, { source }: ReplicationQuestion, image: Image): readonly string[] {
  const here: Destination = { region: source.region, registryId: source.accountId };
  for (const registry of world.registries()) {
    for (const repository of registry.repositories()) {
      const origin = repository.image(image.digest);
      if (origin !== undefined && recordOf(origin, here)?.status === 'COMPLETE') {
        return [`it was pushed to ${registry.key}`];
      }
    }
  }
  return [];
}

function elsewhere(world: World, source: Registry, target: Destination): readonly string[] {
  for (const registry of world.registries()) {
    if (registry !== source && registry.replication.hasDestination(target)) {
      return [`${registry.key} has one: rules belong to one account and one Region`];
    }
  }
  return [];
}

function reason(
  code: ReplicationReason['code'],
  text: string,
  details: readonly string[] = [],
): ReplicationReason {
  return { code, text, details };
}

function time(moment: number): string {
  return new Date(moment).toISOString();
}

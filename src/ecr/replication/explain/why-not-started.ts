import { type Destination, destinationKey, sameDestination } from '../../../aws/registry-id.js';
import { type ReplicationRule, ruleMatches } from '../../../world/configuration/replication-configuration.js';
import { lookedAtInVain } from '../../../world/deployed-source.js';
import { formatReference } from '../../../world/images/image-reference.js';
import type { Image } from '../../../world/images/image.js';
import type { Registry } from '../../../world/registry.js';
import type { World } from '../../../world/world.js';
import { writtenReplication } from '../../../world/written-documents.js';
import { placeLines, placeOf } from '../../../world/written-origins.js';
import { recordOf } from '../replication-task.js';
import {
  filterLines,
  indented,
  nearestFilter,
  originMember,
  routeLines,
  routeOrigin,
} from '../written-rules.js';
import { type ReplicationQuestion, type ReplicationReason, reason, time } from './verdict.js';

/** No task was started: the condition that prevented it. */
export function whyNotStarted(world: World, question: ReplicationQuestion, image: Image): ReplicationReason {
  const { source, destination, repositoryName, tag } = question;
  const target = destinationOf(destination);
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
    return reason('no-rule', `${source.key} has no replication rule.`, [
      ...lookedAtInVain(world.origins.sources.values(), source.key, 'replication configuration'),
      ...placeLines(writtenReplication(source)),
      ...elsewhere(world, source, target),
      `put one there that has ${destination.key} as a destination; in a test: source.replicateTo(destination)`,
    ]);
  }
  const toDestination = rules.filter((rule) => rule.destinations.some((one) => sameDestination(one, target)));
  if (toDestination.length === 0) {
    const between = intermediate(world, source, repositoryName, target);
    if (between !== undefined) {
      return reason(
        'second-hop',
        `${source.key} replicates to ${between.key}, and only that registry has a rule to ${destination.key}; replicas are not replicated further.`,
        [
          `add ${destination.key} as a destination to ${source.key}`,
          ...routeLines(source, source.replication.routeTo(repositoryName, destinationOf(between))),
          ...routeLines(between, between.replication.routeTo(repositoryName, target)),
        ],
      );
    }
    const all = rules.flatMap((rule) => rule.destinations);
    const known = new Set(all.map(destinationKey));
    return reason(
      'no-such-destination',
      `No replication rule of ${source.key} has ${destination.key} as a destination.`,
      [
        `destinations: ${[...known].join(', ') || 'none'}`,
        ...nearMisses(all, target),
        ...placeLines(writtenReplication(source)),
      ],
      originMember(placeOf(writtenReplication(source))),
    );
  }
  if (!toDestination.some((rule) => ruleMatches(rule, repositoryName))) {
    const first = rules.indexOf(toDestination[0] as ReplicationRule) + 1;
    return reason(
      'filter-mismatch',
      `No filter of the rules to ${destination.key} matches the repository name '${repositoryName}'.`,
      toDestination.flatMap((rule) => {
        const prefixes = rule.prefixes ?? [];
        const shown = prefixes.map((prefix) => `'${prefix}'`).join(', ');
        return [
          `rule #${rules.indexOf(rule) + 1}: '${repositoryName}' does not start with ${shown}`,
          ...prefixes
            .flatMap((prefix) => filterHint(prefix, repositoryName, tag) ?? [])
            .map((hint) => `  ${hint}`),
          ...indented(filterLines(source, rules.indexOf(rule) + 1, rule)),
        ];
      }),
      {
        rule: first,
        ...originMember(nearestFilter(source, first, toDestination[0] as ReplicationRule, repositoryName)),
      },
    );
  }
  const pushedAt =
    (tag === undefined ? undefined : source.repository(repositoryName)?.tag(tag)?.putAt) ?? image.pushedAt;
  const since = source.replication.routedSince(repositoryName, target);
  const route = source.replication.routeTo(repositoryName, target);
  return reason(
    'pushed-before-rule',
    `${formatReference(repositoryName, tag, tag === undefined ? image.digest : question.digest)} was pushed before the rule that sends it to ${destination.key}; only later pushes are replicated.`,
    [
      `pushed ${time(pushedAt)}`,
      ...(since === undefined ? [] : [`rule in force since ${time(since)}`]),
      ...routeLines(source, route),
      'push a new tag, or start a replication backfill',
    ],
    {
      ...(route === undefined ? {} : { rule: route.rule }),
      ...(route?.prefix === undefined ? {} : { filter: route.prefix }),
      ...(since === undefined ? {} : { moment: time(since) }),
      ...originMember(routeOrigin(source, route)),
    },
  );
}

function destinationOf({ region, accountId }: Registry): Destination {
  return { region, registryId: accountId };
}

/**
 * A destination of the source that has a rule to the destination in question: a second hop, which ECR does not make.
 */
function intermediate(
  world: World,
  source: Registry,
  repositoryName: string,
  target: Destination,
): Registry | undefined {
  return source.replication
    .routesFor(repositoryName)
    .map(({ destination }) => world.findRegistry(destination.registryId, destination.region))
    .find((registry) => registry?.replication.hasDestination(target) === true);
}

/** Destinations with the right account or the right Region: the most common mistake. */
function nearMisses(destinations: readonly Destination[], target: Destination): readonly string[] {
  const sameRegion = destinations.find((one) => one.region === target.region);
  if (sameRegion !== undefined) {
    return [`the rule names account ${sameRegion.registryId} in ${target.region}, not ${target.registryId}`];
  }
  const sameAccount = destinations.find((one) => one.registryId === target.registryId);
  if (sameAccount === undefined) return [];
  return [`the rule names ${sameAccount.region} for account ${target.registryId}, not ${target.region}`];
}

export function missingAtSource(source: Registry, question: ReplicationQuestion): ReplicationReason {
  const { repositoryName, tag, digest } = question;
  const repository = source.repository(repositoryName);
  const original = originalName(question);
  if (original !== undefined) {
    return reason(
      'name-not-mapped',
      `At the source ${source.key} it is called '${original}': replicas keep the repository name.`,
      [`ask for '${formatReference(original, tag, digest)}' at ${question.destination.key}`],
    );
  }
  if (repository === undefined) {
    const names = [...source.repositories()].map((one) => one.name);
    return reason(
      'no-such-repository',
      `There is no repository '${repositoryName}' at the source ${source.key}.`,
      [
        names.length === 0
          ? 'the registry has no repositories'
          : `repositories there: ${names.slice(0, 5).join(', ')}`,
        ...lookedAtInVain(source.world.origins.sources.values(), source.key, 'repository'),
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

/** Where a replica came from, if the world still has the record. */
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

/** Explains a common mistake in a filter that does not match; undefined if none is recognised. */
function filterHint(prefix: string, repositoryName: string, tag: string | undefined): string | undefined {
  if (prefix === `${repositoryName}/`) {
    return `'${prefix}' ends in a slash, so it does not match '${repositoryName}' itself: a filter is the start of a name`;
  }
  if (tag !== undefined && prefix === tag) {
    return `'${prefix}' is the tag: filters match repository names only, and all tags of a repository are replicated`;
  }
  if (repositoryName.includes(prefix)) {
    return `'${prefix}' is not at the start of the name: filters have no wildcards and match the start only`;
  }
  return undefined;
}

/** Names often contain their Region or account; replication does not replace them with the destination's. */
function originalName({ source, destination, repositoryName }: ReplicationQuestion): string | undefined {
  const name = repositoryName
    .replaceAll(destination.region, source.region)
    .replaceAll(destination.accountId, source.accountId);
  return name !== repositoryName && source.repository(name) !== undefined ? name : undefined;
}

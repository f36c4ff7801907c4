import type { World } from '../domain/world.js';
import type { EcrEvent } from '../engines/notifications/envelope.js';
import type { LoggedCall } from './call-entries.js';
import type { ReplicationEntry } from './replication-entries.js';
import type { TimelineEntry } from './timeline-entry.js';
import { oneLine, shortDigest } from './wording.js';

/** The calls that raise an event by themselves, by its action. */
const RAISED_BY: Readonly<Record<string, readonly string[]>> = {
  PUSH: ['PutImage'],
  DELETE: ['BatchDeleteImage', 'DeleteRepository'],
  UPDATE_STORAGE_CLASS: ['UpdateImageStorageClass'],
};

/**
 * Events in words, in their order. An event's own time is in whole seconds [docs], so its moment is taken from
 * the call, the push or the replication it tells of, where one of that second fits; events never overtake one
 * another.
 */
export function eventEntries(
  world: World,
  events: readonly EcrEvent[],
  calls: readonly LoggedCall[],
  replications: readonly ReplicationEntry[],
): readonly TimelineEntry[] {
  const callsBySecond = bySecond(calls, ({ time }) => time);
  const replicationsBySecond = bySecond(replications, ({ at }) => at);
  let latest = -Infinity;
  return events.map((event) => {
    const second = Date.parse(event.time);
    const moments = [
      ...(callsBySecond.get(second) ?? []).filter((call) => raises(call, event)).map(({ time }) => time),
      ...pushesOf(world, event).filter((at) => second <= at && at < second + 1000),
      ...(replicationsBySecond.get(second) ?? []).filter((one) => tellsOf(event, one)).map(({ at }) => at),
    ].filter((at) => at >= latest);
    const at = Math.max(latest, moments.length === 0 ? second : Math.min(...moments));
    latest = at;
    return {
      at,
      kind: 'event',
      where: `${event.account}/${event.region}`,
      text: textOf(event),
      failed: resultOf(event.detail) === 'FAILED',
    };
  });
}

function bySecond<T>(things: readonly T[], momentOf: (thing: T) => number): ReadonlyMap<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const thing of things) {
    const second = Math.floor(momentOf(thing) / 1000) * 1000;
    const group = groups.get(second);
    if (group === undefined) groups.set(second, [thing]);
    else group.push(thing);
  }
  return groups;
}

function raises(
  { operation, outcome, region, input }: LoggedCall,
  { region: where, detail }: EcrEvent,
): boolean {
  const tag = input['imageTag'];
  return (
    outcome === 'success' &&
    region === where &&
    (RAISED_BY[String(detail['action-type'])]?.includes(operation) ?? false) &&
    input['repositoryName'] === detail['repository-name'] &&
    (tag === undefined || tag === detail['image-tag'])
  );
}

/** When what the event says was pushed got there, as the repository knows it: fixtures push without a call. */
function pushesOf(world: World, { account, region, detail }: EcrEvent): readonly number[] {
  if (detail['action-type'] !== 'PUSH') return [];
  const repository = world.findRegistry(account, region)?.repository(String(detail['repository-name']));
  const image = repository?.image(String(detail['image-digest']));
  const tag = image?.tags.find(({ name }) => name === detail['image-tag']);
  return image === undefined ? [] : [tag?.putAt ?? image.pushedAt];
}

function tellsOf(event: EcrEvent, one: ReplicationEntry): boolean {
  const { detail } = event;
  return (
    event['detail-type'] === 'ECR Replication Action' &&
    one.ended &&
    one.where === `${String(detail['source-account'])}/${String(detail['source-region'])}` &&
    one.destination === `${event.account}/${event.region}` &&
    one.repositoryName === detail['repository-name'] &&
    one.tag === detail['image-tag']
  );
}

function textOf({ 'detail-type': type, detail }: EcrEvent): string {
  const words = [type, detail['action-type'], subjectOf(detail), resultOf(detail)];
  return oneLine(words.filter((word) => typeof word === 'string').join(' '));
}

function resultOf(detail: EcrEvent['detail']): unknown {
  return detail['result'] ?? detail['sync-status'] ?? detail['scan-status'];
}

function subjectOf(detail: EcrEvent['detail']): string | undefined {
  const repository = detail['repository-name'];
  if (typeof repository !== 'string') return undefined;
  const tag = detail['image-tag'];
  if (typeof tag === 'string') return `${repository}:${tag}`;
  const digest = detail['image-digest'];
  return typeof digest === 'string' ? `${repository}@${shortDigest(digest)}` : repository;
}

import { inspect } from 'node:util';
import { type Destination, destinationKey } from '../aws/registry-id.js';
import type { JournalEntry } from '../ecr/journal-entry.js';
import type { ReplicationSelection } from '../ecr/replication/failure.js';
import { type CallRecord, isCallOfEcr } from '../world/call-record.js';

/** What happened, as far as it may have met a declaration. */
export interface History {
  /** In order; the oldest may be forgotten. */
  readonly journal: readonly JournalEntry[];
  /** How many of the oldest entries are no longer kept. */
  readonly forgotten: number;
  /** Work that has not ended, in words, by its kind. */
  readonly pending: readonly { readonly kind: string; readonly text: string }[];
}

/** The facts about a call or a fault, by key: `{ operation: 'PutImage', repository: 'payments' }`. */
type Facts = Readonly<Record<string, string | undefined>>;

/** How facts are put: `on repository 'payments'`. */
type Phrases = Readonly<Record<string, (value: string) => string>>;

const SHOWN = 3;

const OF_CALLS: Phrases = {
  account: (id) => `by account ${id}`,
  region: (region) => `in ${region}`,
  repository: (name) => `on repository '${name}'`,
};

const OF_REPLICATIONS: Phrases = {
  to: (key) => `to ${key}`,
  repository: (name) => `of repository '${name}'`,
};

const OF_REQUESTS: Phrases = {
  method: (method) => `by ${method}`,
  route: (route) => `at route '${route}'`,
  repository: (name) => `of repository '${name}'`,
  account: (id) => `for account ${id}`,
  region: (region) => `in ${region}`,
};

/**
 * What came nearest to a fault of a call.
 *
 * @param operation its name, or `*`
 * @param since where the journal stood when it was declared
 */
export function nearestCall(
  operation: string,
  scope: Facts,
  since: number,
  history: History,
  met = 0,
): string {
  const name = operation === '*' ? 'an operation' : operation;
  const isMeant = (call: CallRecord) => operation === '*' || call.operation === operation;
  // Faults of calls do not apply to the calls that ECR makes itself to replicate.
  const calls = callsIn(history.journal).filter((call) => !isCallOfEcr(call));
  const later = callsIn(after(history, since)).filter((call) => !isCallOfEcr(call));
  const meant = later.filter(isMeant);
  if (meant.length === 0) {
    const before = calls.filter(isMeant).length;
    if (before > 0) return `${name} was called ${often(before)} before that, and never since`;
    const others = [...new Set(later.map((one) => one.operation))];
    return others.length === 0
      ? 'nothing was called since; methods of handles, such as registry.push(), are not calls'
      : `${name} was never called; called were ${listed(others)}`;
  }
  const missed = misses(scope, meant.map(factsOfCall), OF_CALLS);
  const taken = met > 0 ? 'and not more often' : 'an earlier fault or an outage answered';
  return `${name} was called ${often(meant.length)}, ${missed ?? taken}`;
}

/** What came nearest to a fault of replications. @param refused whether those that fail by themselves are left alone */
export function nearestReplication(
  { to, repository }: ReplicationSelection,
  since: number,
  history: History,
  refused = false,
): string {
  const ended = after(history, since).flatMap((one) => (one.kind === 'replication' ? [one.replication] : []));
  const underWay = history.pending.filter(({ kind }) => kind === 'replication');
  const waiting =
    underWay.length === 0
      ? ''
      : `; under way: ${listed(underWay.map(({ text }) => text))} (ecr.settle() brings it to its end)`;
  if (ended.length === 0) return `no replication ended since${waiting}`;
  const scope = { to: to === undefined ? undefined : destinationKey(to), repository };
  const facts = ended.map((one) => ({
    to: destinationKey(one.destination),
    repository: one.repositoryName,
  }));
  const missed = misses(scope, facts, OF_REPLICATIONS);
  const codes = new Set(ended.flatMap(({ failureCode }) => failureCode ?? []));
  const failed = codes.size === 0 ? '' : ` (by themselves: ${listed([...codes])})`;
  const met = refused ? `and those that it is for had failed${failed}` : 'and it was not asked of these';
  return `${counted(ended.length, 'replication')} ended, ${missed ?? met}${waiting}`;
}

/** What came nearest to an outage. */
export function nearestOutage(region: string, since: number, history: History): string {
  const calls = callsIn(after(history, since));
  const near = misses({ region }, calls.map(factsOfCall), OF_CALLS);
  const what = `no call was made in ${region} since, and no replication was due there`;
  if (near === undefined || calls.length === 0) return what;
  return `${what}; calls were made in ${listed([...new Set(calls.map((call) => call.region))])}`;
}

/** What came nearest to failing work. @param asked the repositories whose work of that kind has ended since */
export function nearestWork(
  work: string,
  repository: string | undefined,
  asked: readonly (string | undefined)[],
  { pending }: History,
): string {
  const waiting = pending.filter(({ kind }) => kind === work).map(({ text }) => text);
  const later =
    waiting.length === 0
      ? ''
      : `; under way: ${listed(waiting)} (the next call, or ecr.settle(), brings it to its end)`;
  if (asked.length === 0) return `no ${work} ended since${later}`;
  const missed = misses(
    { repository },
    asked.map((name) => ({ repository: name })),
    OF_REPLICATIONS,
  );
  return `${work} ended ${often(asked.length)}, ${missed ?? 'and an earlier failWork() answered'}${later}`;
}

/** What came nearest to a fault of the wire. @param requests what came since, as far as it was noted */
export function nearestRequest(scope: Facts, requests: readonly Facts[]): string {
  if (requests.length === 0) return 'no request came to the registry since';
  const missed = misses(scope, requests, OF_REQUESTS);
  return `${counted(requests.length, 'request')} came, ${missed ?? 'and an earlier fault answered'}`;
}

/**
 * What none of those that happened has of a scope, and what they have instead.
 *
 * @returns undefined if one has all of it
 */
function misses(scope: Facts, happened: readonly Facts[], phrases: Phrases): string | undefined {
  const wanted = Object.entries(scope).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const has = (facts: Facts, [name, value]: [string, string]) => facts[name] === value;
  if (happened.some((facts) => wanted.every((one) => has(facts, one)))) return undefined;
  const never = wanted.filter((one) => !happened.some((facts) => has(facts, one)));
  const phraseOf = ([name, value]: [string, string]) => phrases[name]?.(value) ?? `${name} ${value}`;
  if (never.length === 0) return `but never ${wanted.map(phraseOf).join(' and ')} at once`;
  const instead = never.map(([name]) => {
    const values = new Set(happened.flatMap((facts) => facts[name] ?? []));
    return listed([...values].map((value) => phraseOf([name, value])));
  });
  const others = instead.filter((text) => text !== '');
  const seen = others.length === 0 ? '' : ` (it was ${others.join(', ')})`;
  return `but never ${never.map(phraseOf).join(' and ')}${seen}`;
}

function factsOfCall({ operation, accountId, region, input }: CallRecord): Facts {
  const { repositoryName } = input;
  return {
    operation,
    account: accountId,
    region,
    repository: typeof repositoryName === 'string' ? repositoryName : undefined,
  };
}

function callsIn(journal: readonly JournalEntry[]): readonly CallRecord[] {
  return journal.flatMap((one) => (one.kind === 'call' ? [one.call] : []));
}

function after({ journal, forgotten }: History, since: number): readonly JournalEntry[] {
  return journal.slice(Math.max(0, since - forgotten));
}

function often(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function listed(texts: readonly string[]): string {
  const more = texts.length > SHOWN ? ` and ${texts.length - SHOWN} more` : '';
  return texts.slice(0, SHOWN).join(', ') + more;
}

/** Arguments as they were written: nothing if they narrow nothing. */
export function written(scope: object): string {
  const said = Object.entries(scope).filter(([, value]) => value !== undefined);
  if (said.length === 0) return '';
  return inspect(Object.fromEntries(said), { breakLength: Infinity, compact: true });
}

/** The selection of a fault of replications, as it was written. */
export function writtenSelection({
  to,
  ...rest
}: ReplicationSelection & { readonly code?: string; readonly latency?: number }): string {
  return written({ ...rest, ...(to === undefined ? {} : { to: named(to) }) });
}

function named(to: Destination): object {
  return { [inspect.custom]: () => destinationKey(to) };
}

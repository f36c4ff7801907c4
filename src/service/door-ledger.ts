import { requireAmount, requireOneOf, requireOptions } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { Declaration, Declarations, Said } from './declarations.js';
import { type Occurrences, type Rationed, Rations } from './occurrences.js';
import { nearestRequest, written } from './what-came-near.js';

/** Routes of the registry protocol, and `download`, where bytes are fetched. */
export const DOOR_ROUTES = [
  'base',
  'catalog',
  'manifest',
  'blob',
  'uploads',
  'upload',
  'tags',
  'referrers',
  'download',
] as const;

/**
 * What a request of the registry protocol is about: `base` is `/v2/`, `uploads` begins an upload and `upload` goes on with
 * one, `download` is where bytes are fetched from, the others are as the protocol's paths name them.
 */
export type DoorRoute = (typeof DOOR_ROUTES)[number];

/**
 * Which requests of the registry protocol a fault applies to; omitted members match any. Of a `download` only method
 * and route are known: its address names no repository.
 *
 * @public
 */
export interface DoorScope {
  /** In capitals, for example `PATCH`. */
  readonly method?: string;
  /** What the request is about, for example `manifest`. */
  readonly route?: DoorRoute;
  /** A repository's whole name. */
  readonly repository?: string;
  /** The account whose registry is meant, twelve digits. */
  readonly account?: string;
  /** The Region of that registry, for example `eu-west-1`. */
  readonly region?: string;
}

/** The response that is sent instead. */
export interface DoorAnswer {
  /** Of HTTP, from 200 to 599. */
  readonly status: number;
  /** A code of the protocol, for example `TOOMANYREQUESTS`. Without it the response has no body. */
  readonly code?: string;
  /** The text beside the code; empty by default. */
  readonly message?: string;
  /** By name, for example `{ 'retry-after': '1' }`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a connection breaks. */
export interface DoorDrop {
  /** After how many bytes of the body; 0 closes the connection without an answer. */
  readonly afterBytes: number;
  /** The body of the request or of the response; by default of the request. */
  readonly of?: 'request' | 'response';
}

/** How slow a connection is, in real time. */
export interface DoorPace {
  /** Of the request's body, and of that of the answer. */
  readonly bytesPerSecond?: number;
  /** Milliseconds before the first byte of the answer. */
  readonly firstByteAfter?: number;
}

interface Scoped<T> {
  readonly scope: DoorScope;
  readonly what: T;
}

type RequestFacts = Readonly<Record<keyof DoorScope, string | undefined>>;

/** The faults of the registry's door that a test declared: what `ecr.door` does, and what the door asks. */
export class DoorLedger {
  /** `honest` reports how far an upload has come; ECR keeps reporting its first chunk [observed]. */
  range: 'ecr' | 'honest' = 'ecr';
  private readonly rations: Rations;
  private readonly answers: Rationed<Scoped<DoorAnswer>>[] = [];
  private readonly drops: Rationed<Scoped<Required<DoorDrop>>>[] = [];
  private readonly paces: Rationed<Scoped<DoorPace>>[] = [];
  private readonly corruptions: Rationed<string>[] = [];
  private readonly stale: Rationed<true>[] = [];
  private expiredThrough = 0;
  private expiry: Declaration | undefined;
  /** Requests that came since something was declared, as far as they are needed to say what came near. */
  private readonly requests: RequestFacts[] = [];

  /**
   * @param latestToken the serial number of the token that was handed out last
   * @param declarations where what a test declares here is noted
   */
  constructor(
    private readonly latestToken: () => number,
    private readonly declarations: Declarations,
  ) {
    this.rations = new Rations(declarations);
  }

  expireTokens(): void {
    this.expiredThrough = this.latestToken();
    this.expiry = this.declarations.add(
      {
        kind: 'door',
        declared: 'ecr.door.expireTokens()',
        nearest: () =>
          this.expiredThrough === 0
            ? 'no token had been handed out before'
            : 'no request came with a token that was handed out before',
      },
      Infinity,
    );
  }

  /** What a declaration with a scope says of itself. */
  private said(call: string, scope: DoorScope, how?: object): Said {
    const before = this.requests.length;
    const texts = [written(scope) || '{}', ...(how === undefined ? [] : [written(how)])];
    return {
      kind: 'door',
      declared: `ecr.door.${call}(${texts.join(', ')})`,
      nearest: () => nearestRequest({ ...scope }, this.requests.slice(before)),
    };
  }

  fail(scope: DoorScope = {}): { with(answer: DoorAnswer): Occurrences } {
    requireScope(scope, 'ecr.door.fail()');
    const said = this.said('fail', scope);
    const { end, line } = this.rations.begin('ecr.door.fail() does not say with what, nor', said);
    return {
      with: (answer) => {
        end();
        requireOptions(answer, 'ecr.door.fail().with()', ['status', 'code', 'message', 'headers']);
        const { status } = answer;
        if (!Number.isInteger(status) || status < 200 || status > 599) {
          throw new FakeEcrError(`The status is ${String(status)}.`, 'Expected a number from 200 to 599.');
        }
        return this.rations.of(
          `ecr.door.fail().with({ status: ${status} })`,
          { scope, what: answer },
          this.answers,
          { ...said, declared: `${said.declared}.with(${written(answer)})` },
          line,
        );
      },
    };
  }

  drop(scope: DoorScope, how: DoorDrop): Occurrences {
    requireScope(scope, 'ecr.door.drop()');
    requireOptions(how, 'ecr.door.drop()', ['afterBytes', 'of']);
    requireAmount(how.afterBytes, 'afterBytes');
    const { afterBytes, of = 'request' } = how;
    requireOneOf(of, 'of', ['request', 'response']);
    const said = this.said('drop', scope, how);
    return this.rations.of('ecr.door.drop()', { scope, what: { afterBytes, of } }, this.drops, said);
  }

  slow(scope: DoorScope, pace: DoorPace): Occurrences {
    requireScope(scope, 'ecr.door.slow()');
    requireOptions(pace, 'ecr.door.slow()', ['bytesPerSecond', 'firstByteAfter']);
    for (const [name, value] of Object.entries(pace)) requireAmount(value, name);
    const said = this.said('slow', scope, pace);
    return this.rations.of('ecr.door.slow()', { scope, what: pace }, this.paces, said);
  }

  corrupt(which: { readonly digest?: string } = {}): Occurrences {
    requireOptions(which, 'ecr.door.corrupt()', ['digest']);
    const since = this.requests.length;
    const said: Said = {
      kind: 'door',
      declared: `ecr.door.corrupt(${written(which)})`,
      nearest: () => this.downloadsSince(since),
    };
    return this.rations.of('ecr.door.corrupt()', which.digest ?? '*', this.corruptions, said);
  }

  staleUrls(): Occurrences {
    return this.rations.of('ecr.door.staleUrls()', true as const, this.stale, {
      kind: 'door',
      declared: 'ecr.door.staleUrls()',
      nearest: () => 'no address of a blob was handed out since',
    });
  }

  isExpired(serial: number): boolean {
    const isExpired = serial <= this.expiredThrough;
    if (isExpired && this.expiry !== undefined) this.expiry.met += 1;
    return isExpired;
  }

  /** A request that may meet faults. */
  note(facts: RequestFacts): void {
    if (this.declarations.all.length > 0 && this.requests.length < MOST_NOTED) this.requests.push(facts);
  }

  private downloadsSince(since: number): string {
    const downloads = this.requests.slice(since).filter(({ route }) => route === 'download').length;
    return downloads === 0 ? 'no blob was downloaded since' : 'other blobs were downloaded since';
  }

  takeAnswer(facts: RequestFacts): DoorAnswer | undefined {
    this.rations.requireNoneOpen();
    return take(this.answers, facts)?.what;
  }

  takeDrop(facts: RequestFacts): Required<DoorDrop> | undefined {
    return take(this.drops, facts)?.what;
  }

  takePace(facts: RequestFacts): DoorPace | undefined {
    return take(this.paces, facts)?.what;
  }

  takeCorruption(digest: string): boolean {
    const found = this.corruptions.find(({ what, isSpent }) => !isSpent && (what === '*' || what === digest));
    return found?.spend() !== undefined;
  }

  takeStaleUrl(): boolean {
    return this.stale.find(({ isSpent }) => !isSpent)?.spend() === true;
  }
}

/** More are not needed to say what came near. */
const MOST_NOTED = 1000;

function take<T>(list: readonly Rationed<Scoped<T>>[], facts: RequestFacts): Scoped<T> | undefined {
  const found = list.find(
    ({ what: { scope }, isSpent }) =>
      !isSpent && Object.entries(scope).every(([name, value]) => value === facts[name as keyof DoorScope]),
  );
  return found?.spend();
}

function requireScope(scope: DoorScope, who: string): void {
  requireOptions(scope, who, ['method', 'route', 'repository', 'account', 'region']);
  if (scope.route !== undefined) requireOneOf(scope.route, 'route', DOOR_ROUTES);
}

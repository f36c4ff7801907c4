import type { Caller } from '../../iam/caller.js';
import { partitionOf, refuseMisspeltRegion } from '../../aws/regions.js';
import type { Callers } from '../../iam/credentials.js';
import type { Scope } from '../../service/call.js';
import { type ResolveCredentials, callerOf } from './caller-of.js';
import { givenCredentials } from './given-credentials.js';
import { regionOf } from './region-of.js';

/** The caller and the Region of a client, which take precedence over its configuration. */
export interface Binding {
  /** Twelve digits. */
  readonly accountId?: string;
  readonly region?: string;
  /** Takes precedence over `accountId`. */
  readonly caller?: Caller;
}

export interface ClientScopesOptions {
  readonly callers: Callers;
  /** The Region of clients without one; `required` fails as the SDK does. */
  readonly defaultRegion: string;
  /** A function if the answer may change later. */
  readonly resolveCredentials: ResolveCredentials | (() => ResolveCredentials);
}

interface Known {
  readonly region: unknown;
  readonly credentials: unknown;
  scope: Scope | Promise<Scope>;
}

/** The caller and the Region of each client: resolved once, and again when its configuration changes. */
export class ClientScopes {
  private readonly bindings = new WeakMap<object, Binding>();
  private readonly known = new WeakMap<object, Known>();

  constructor(private readonly options: ClientScopesOptions) {}

  /** Binds a client; members that are not given keep their value from an earlier binding. */
  bind(client: object, binding: Binding): void {
    this.bindings.set(client, { ...this.bindings.get(client), ...binding });
    this.known.delete(client);
  }

  /**
   * The scope of a client's calls; a promise of it until the client's own providers have answered.
   *
   * @throws (rejects with) the error of those providers; they are called again for the next call
   */
  of(client: object): Scope | Promise<Scope> {
    const { region, credentials } = (client as { config?: Record<string, unknown> }).config ?? {};
    const known = this.known.get(client);
    if (known !== undefined && known.region === region && known.credentials === credentials)
      return known.scope;
    return this.find(client, region, credentials);
  }

  private find(client: object, regionProvider: unknown, credentials: unknown): Scope | Promise<Scope> {
    const binding = this.bindings.get(client) ?? {};
    const region = binding.region ?? regionOf(regionProvider, this.options.defaultRegion);
    const caller = this.bound(binding) ?? this.callerOf(client, credentials);

    if (!isPromise(region) && !isPromise(caller)) {
      const scope = this.scope(region, caller);
      this.known.set(client, { region: regionProvider, credentials, scope });
      return scope;
    }
    const scope = this.afterwards(region, caller);
    const known: Known = { region: regionProvider, credentials, scope };
    this.known.set(client, known);
    scope.then(
      (found) => {
        known.scope = found;
      },
      () => {
        if (this.known.get(client) === known) this.known.delete(client);
      },
    );
    return scope;
  }

  private async afterwards(
    region: string | Promise<string>,
    caller: Caller | undefined | Promise<Caller | undefined>,
  ): Promise<Scope> {
    // Both are under way. If the Region fails, the caller's failure would otherwise be an unhandled rejection.
    if (isPromise(caller)) caller.catch(() => {});
    return this.scope(await region, await caller);
  }

  private scope(region: string, caller: Caller | undefined): Scope {
    const { callers } = this.options;
    refuseMisspeltRegion(region);
    const partition = partitionOf(region).id;
    return caller === undefined
      ? { region, caller: callers.administrator(callers.defaultAccount, partition), isDefaultCaller: true }
      : { region, caller: callers.inPartition(caller, partition) };
  }

  private callerOf(client: object, provider: unknown): Caller | undefined | Promise<Caller | undefined> {
    const given = givenCredentials(client, provider);
    return callerOf(provider, given, this.options.callers, this.mode());
  }

  private bound({ caller, accountId }: Binding): Caller | undefined {
    return caller ?? (accountId === undefined ? undefined : this.options.callers.administrator(accountId));
  }

  private mode(): ResolveCredentials {
    const { resolveCredentials } = this.options;
    return typeof resolveCredentials === 'function' ? resolveCredentials() : resolveCredentials;
  }
}

/** Recognised by its method: a test may have replaced the global Promise, which async functions don't use. */
export function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof value === 'object' && value !== null && 'then' in value;
}

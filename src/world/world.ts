import { registryHost } from '../aws/arn.js';
import { Ids } from '../lib/ids.js';
import { type ListOrder, Positions } from '../lib/positions.js';
import { Account } from './account.js';
import { Blobs } from './blobs.js';
import { Upstreams } from './configuration/upstreams.js';
import { Registry, type RegistrySurroundings } from './registry.js';
import type { Serving } from './serving.js';
import { TokenBearers } from './token-bearers.js';
import {
  type Behaviour,
  DEFAULT_BEHAVIOUR,
  DEFAULT_DURATIONS,
  DEFAULT_LIMITS,
  type Durations,
  type Limits,
} from './world-options.js';
import { WrittenOrigins } from './written-origins.js';

export interface WorldOptions {
  readonly seed?: number;
  readonly listOrder?: ListOrder;
  readonly limits?: Partial<Limits>;
  readonly behaviour?: Partial<Behaviour>;
  readonly durations?: Partial<Durations>;
  /** What a world passes on to the next at a reset: bytes of layers, the server in front, who has a token. */
  readonly blobs?: Blobs;
  readonly serving?: Serving;
  readonly bearers?: TokenBearers;
}

/** All accounts with all their registries: everything that a reset forgets. */
export class World implements RegistrySurroundings {
  readonly ids: Ids;
  readonly positions: Positions;
  readonly limits: Limits;
  readonly behaviour: Behaviour;
  /** Read when work starts. */
  durations: Durations;
  readonly upstreams = new Upstreams();
  /** Where its things are declared, if they came from templates, plans or states. */
  readonly origins = new WrittenOrigins();
  readonly seed: number;
  readonly blobs: Blobs;
  readonly serving: Serving;
  readonly bearers: TokenBearers;
  private readonly accounts = new Map<string, Account>();
  /** In the order of first mention. */
  private readonly allRegistries: Registry[] = [];
  /** By account, then by Region, so that a lookup needs no combined key. */
  private readonly registriesByAccount = new Map<string, Map<string, Registry>>();

  constructor(options: WorldOptions = {}) {
    this.seed = options.seed ?? 1;
    this.ids = new Ids(this.seed);
    this.blobs = options.blobs ?? new Blobs();
    this.serving = options.serving ?? {};
    this.bearers = options.bearers ?? new TokenBearers();
    this.positions = new Positions(options.listOrder ?? 'insertion', this.seed);
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.behaviour = { ...DEFAULT_BEHAVIOUR, ...options.behaviour };
    this.durations = { ...DEFAULT_DURATIONS, ...options.durations };
  }

  /** The account, created on first mention: an empty account and an unmentioned one are the same. */
  account(id: string): Account {
    let account = this.accounts.get(id);
    if (account === undefined) this.accounts.set(id, (account = new Account(id)));
    return account;
  }

  /** The registry, created on first mention. */
  registry(accountId: string, region: string): Registry {
    let registries = this.registriesByAccount.get(accountId);
    if (registries === undefined) {
      this.registriesByAccount.set(accountId, (registries = new Map<string, Registry>()));
    }
    let registry = registries.get(region);
    if (registry === undefined) {
      registry = new Registry(this, this.account(accountId), region);
      registries.set(region, registry);
      this.allRegistries.push(registry);
    }
    return registry;
  }

  /** The registry, if it was ever mentioned. */
  findRegistry(accountId: string, region: string): Registry | undefined {
    return this.registriesByAccount.get(accountId)?.get(region);
  }

  /** @returns a function that removes the accounts and registries created from now on, with their contents */
  mark(): () => void {
    const { length } = this.allRegistries;
    const known = this.accounts.size;
    const positions = this.positions.mark();
    return () => {
      for (const { accountId, region } of this.allRegistries.splice(length)) {
        this.registriesByAccount.get(accountId)?.delete(region);
      }
      for (const id of [...this.accounts.keys()].slice(known)) this.accounts.delete(id);
      positions();
    };
  }

  registries(): IterableIterator<Registry> {
    return this.allRegistries.values();
  }

  /** The name of a registry's host: ECR's own, or where it is served. */
  hostOf(accountId: string, region: string): string {
    return this.serving.hostOf?.(accountId, region) ?? registryHost(region, accountId);
  }

  /** Lets go of the bytes of all layers, and of uploads and copies under way. */
  release(): void {
    for (const registry of this.allRegistries) {
      for (const copy of registry.inFlight) copy.release();
      for (const repository of registry.repositories()) repository.layers.release();
    }
  }

  allAccounts(): IterableIterator<Account> {
    return this.accounts.values();
  }
}

import { type Failure, type Outcome, isFailure } from '../aws/failure.js';
import { type Partition, partitionOf } from '../aws/regions.js';
import { destinationKey } from '../aws/registry-id.js';
import type { Ids } from '../lib/ids.js';
import { OrderedIndex } from '../lib/ordered-index.js';
import type { Positions } from '../lib/positions.js';
import type { Account } from './account.js';
import type { Blobs } from './blobs.js';
import { AccountSettings } from './configuration/account-settings.js';
import { CreationTemplates } from './configuration/creation-templates.js';
import { KmsKeys } from './configuration/kms-keys.js';
import { PullThroughRules } from './configuration/pull-through-rules.js';
import { PullTimeExclusions } from './configuration/pull-time-exclusions.js';
import { ReplicationConfiguration } from './configuration/replication-configuration.js';
import { ScanningConfiguration } from './configuration/scanning-configuration.js';
import type { Upstreams } from './configuration/upstreams.js';
import * as failures from './failures.js';
import { Backfills } from './records/backfill.js';
import type { ReplicationInFlight } from './records/replication.js';
import { SeededFindings } from './records/scan.js';
import { SigningConfiguration } from './records/signing.js';
import { Repository, type StoredRepositorySettings } from './repository.js';
import type { Serving } from './serving.js';
import type { Behaviour, Durations, Limits } from './world-options.js';
import type { WrittenOrigins } from './written-origins.js';

/** What a registry needs from its world. */
export interface RegistrySurroundings {
  readonly ids: Ids;
  readonly positions: Positions;
  readonly limits: Limits;
  readonly behaviour: Behaviour;
  readonly durations: Durations;
  readonly upstreams: Upstreams;
  readonly origins: WrittenOrigins;
  readonly blobs: Blobs;
  readonly serving: Serving;
  account(id: string): Account;
  registry(accountId: string, region: string): Registry;
  findRegistry(accountId: string, region: string): Registry | undefined;
  registries(): IterableIterator<Registry>;
  hostOf(accountId: string, region: string): string;
}

/** One account in one Region: its repositories and its registry-wide settings. */
export class Registry {
  readonly partition: Partition;
  /** `<account>/<region>`. */
  readonly key: string;
  readonly replication = new ReplicationConfiguration();
  readonly backfills = new Backfills();
  /** Replications that started here and have not arrived. */
  readonly inFlight = new Set<ReplicationInFlight>();
  readonly templates: CreationTemplates;
  readonly scanning = new ScanningConfiguration();
  readonly seededFindings = new SeededFindings();
  readonly signing = new SigningConfiguration();
  readonly pullThrough: PullThroughRules;
  readonly settings = new AccountSettings();
  readonly kmsKeys = new KmsKeys();
  readonly pullTimeExclusions: PullTimeExclusions;
  /** The registry permissions policy, as the service prints it. */
  policyText: string | undefined;
  private readonly byName = new Map<string, Repository>();
  private readonly order = new OrderedIndex<Repository>();

  constructor(
    readonly world: RegistrySurroundings,
    readonly account: Account,
    readonly region: string,
  ) {
    this.partition = partitionOf(region);
    this.key = destinationKey({ registryId: account.id, region });
    const { limits, positions } = world;
    const owner = { accountId: account.id, limits, positions };
    this.templates = new CreationTemplates(owner);
    this.pullThrough = new PullThroughRules(owner);
    this.pullTimeExclusions = new PullTimeExclusions(owner);
  }

  /** The registry's host name: ECR's, or that of the server in front. */
  get host(): string {
    return this.world.hostOf(this.accountId, this.region);
  }

  get accountId(): string {
    return this.account.id;
  }

  get repositoryCount(): number {
    return this.byName.size;
  }

  repository(name: string): Repository | undefined {
    return this.byName.get(name);
  }

  /** The repository, or the refusal that names it. */
  requireRepository(name: string): Outcome<Repository> {
    return this.byName.get(name) ?? failures.repositoryNotFound(name, this.accountId);
  }

  repositories(position?: number): Iterable<Repository> {
    return this.order.from(position);
  }

  /** @returns a function that restores the registry's present settings, but not its contents */
  mark(): () => void {
    const { policyText } = this;
    const others = [
      this.account,
      this.replication,
      this.settings,
      this.scanning,
      this.signing,
      this.templates,
      this.pullThrough,
      this.pullTimeExclusions,
    ].map((one) => one.mark());
    return () => {
      this.policyText = policyText;
      for (const putBack of others) putBack();
    };
  }

  createRepository(name: string, at: number, settings: StoredRepositorySettings = {}): Outcome<Repository> {
    const refusal = this.creationRefusal(name);
    return refusal ?? this.addRepository(name, this.world.positions.next(), at, settings);
  }

  /** Why a repository of this name can't be created, or undefined. */
  creationRefusal(name: string): Failure | undefined {
    if (this.byName.has(name)) return failures.repositoryAlreadyExists(name, this.accountId);
    const limit = this.world.limits.repositoriesPerRegistry;
    return this.byName.size >= limit ? failures.tooManyRepositories(this.accountId, limit) : undefined;
  }

  /** Adds a repository as it is, at its position in listings. */
  addRepository(name: string, position: number, at: number, settings: StoredRepositorySettings): Repository {
    const repository = new Repository(this, name, position, at, settings);
    this.byName.set(name, repository);
    this.order.add(repository);
    return repository;
  }

  /** Puts a repository that was deleted back in its place; its layers are the caller's business. */
  putBackRepository(repository: Repository): void {
    this.byName.set(repository.name, repository);
    this.order.add(repository);
  }

  deleteRepository(name: string, force: boolean): Outcome<Repository> {
    const repository = this.requireRepository(name);
    if (isFailure(repository)) return repository;
    if (repository.imageCount > 0 && !force) return failures.repositoryNotEmpty(name, this.accountId);
    this.byName.delete(name);
    this.order.delete(repository);
    repository.layers.release();
    return repository;
  }
}

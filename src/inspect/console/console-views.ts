import type { Destination } from '../../aws/registry-id.js';
import { lifecycleReport } from '../../ecr/lifecycle/explain.js';
import { replicationVerdict } from '../../ecr/replication/explain/likely-sources.js';
import type { Witness } from '../../ecr/witness.js';
import type { Registry } from '../../world/registry.js';
import type { Repository } from '../../world/repository.js';
import { findingRow, foundBy, imageRow, imageView, imagesFound } from './image-views.js';
import { registryView, repositoriesNamed, repositoryRow, repositoryView } from './registry-views.js';
import type {
  ExplanationView,
  FindingRow,
  ImageRow,
  ImageView,
  LifecycleRow,
  Page,
  RegistryView,
  RepositoryRow,
  RepositoryView,
  TimelineView,
  WorldView,
} from './shapes.js';
import { type TimelineFilter, timelineView } from './timeline-view.js';
import { type WorldSources, worldView } from './world-view.js';

/** What the console shows is made of: a world that runs. */
export interface ConsoleSources extends Witness {
  /** Counts changes. */
  readonly version: number;
  /** What the view of the world needs besides. */
  glance(): WorldSources;
}

/** Which part of a list. */
export interface Slice {
  readonly offset: number;
  readonly limit: number;
}

/** Which repository, or which image of it. */
export interface RepositoryAddress {
  readonly registry: Destination;
  readonly repository: string;
}

/** How many lists that were sorted and filtered are kept until the world changes. */
const MOST_LISTS = 20;

/**
 * What the console shows. Looking changes nothing: a registry that nothing is in, and that no rule names, does not come into being. What is not
 * there is undefined. Lists and the view of the world are kept until the world changes, so that many who look at the
 * same thing cost what one does.
 */
export class ConsoleViews {
  private glanced: WorldView | undefined;
  private readonly lists = new Map<string, readonly unknown[]>();
  private listed = -1;

  constructor(private readonly sources: ConsoleSources) {}

  /** How often the world has changed, after all work that is due. */
  get version(): number {
    // Reading the world does what is due.
    void this.sources.world;
    return this.sources.version;
  }

  /**
   * The world at a glance.
   *
   * @param atLeast a version that will do, for those who were told of it; the latest when absent
   */
  world(atLeast = this.version): WorldView {
    if (this.glanced === undefined || this.glanced.version < atLeast) {
      const { version } = this;
      this.glanced = worldView(this.sources.glance(), version);
    }
    return this.glanced;
  }

  registry(of: Destination): RegistryView | undefined {
    const registry = this.find(of);
    return registry && registryView(registry);
  }

  /** @param text part of a name */
  repositories(of: Destination, text: string, slice: Slice): Page<RepositoryRow> | undefined {
    const registry = this.find(of);
    if (registry === undefined) return undefined;
    const found = this.list(`repositories ${registry.key} ${text}`, () => repositoriesNamed(registry, text));
    return pageOf(found, slice, repositoryRow);
  }

  repository(of: RepositoryAddress): RepositoryView | undefined {
    const repository = this.findRepository(of);
    return repository && repositoryView(repository);
  }

  /** The latest push first. @param text part of a tag or of a digest */
  images(of: RepositoryAddress, text: string, slice: Slice): Page<ImageRow> | undefined {
    const repository = this.findRepository(of);
    if (repository === undefined) return undefined;
    const found = this.list(`images ${repository.arn} ${text}`, () => imagesFound(repository, text));
    return pageOf(found, slice, (image) => imageRow(image));
  }

  image(of: RepositoryAddress, digest: string): ImageView | undefined {
    const repository = this.findRepository(of);
    const image = repository?.image(digest);
    return repository && image && imageView(repository, image, this.sources.now());
  }

  /** What the scan of an image found. */
  findings(of: RepositoryAddress, digest: string, slice: Slice): Page<FindingRow> | undefined {
    const repository = this.findRepository(of);
    const image = repository?.image(digest);
    if (repository === undefined || image === undefined) return undefined;
    return pageOf(foundBy(repository, image, this.sources.now()), slice, findingRow);
  }

  /** What the lifecycle policy would do now, what goes first; undefined if there is no policy. */
  lifecycle(of: RepositoryAddress, slice: Slice): Page<LifecycleRow> | undefined {
    const repository = this.findRepository(of);
    if (repository?.lifecycle === undefined) return undefined;
    const now = this.sources.now();
    // Ages count in days: a report may be a minute old.
    const rows = this.list(`lifecycle ${repository.arn} ${Math.floor(now / MINUTE)}`, () =>
      [...lifecycleReport(repository, now).rows].sort((a, b) => rank(a.verdict) - rank(b.verdict)),
    );
    return pageOf(rows, slice, ({ digest, tags, verdict, reason }) => ({
      digest,
      tags: tags.slice(0, MOST_TAGS),
      verdict,
      reason,
    }));
  }

  timeline(filter: TimelineFilter, limit: number, before?: number): TimelineView {
    return timelineView(this.sources, filter, limit, before);
  }

  /**
   * Why an image is, or is not, at a destination.
   *
   * @param image for example `payments:v1`
   * @param source where it comes from; the likeliest registry when absent
   * @throws a `[fake-ecr]` error if the image is not a reference
   */
  explain(image: string, destination: Destination, source?: Destination): ExplanationView | undefined {
    const to = this.find(destination);
    const from = source && this.find(source);
    if (to === undefined || (source !== undefined && from === undefined)) return undefined;
    const { outcome, question, reasons } = replicationVerdict(this.sources, image, to, from);
    return {
      outcome,
      question,
      reasons: reasons.map(({ code, text, details }) => ({ code, text, details })),
    };
  }

  /** One that is there, or that a rule sends to. */
  private find(of: Destination): Registry | undefined {
    const { world } = this.sources;
    const found = world.findRegistry(of.registryId, of.region);
    if (found !== undefined) return found;
    const isNamed = [...world.registries()].some(({ replication }) => replication.hasDestination(of));
    return isNamed ? world.registry(of.registryId, of.region) : undefined;
  }

  private findRepository({ registry, repository }: RepositoryAddress): Repository | undefined {
    return this.find(registry)?.repository(repository);
  }

  /** A list, made anew if the world has changed since. */
  private list<T>(key: string, make: () => readonly T[]): readonly T[] {
    const { version } = this;
    if (version !== this.listed || this.lists.size >= MOST_LISTS) this.lists.clear();
    this.listed = version;
    let list = this.lists.get(key) as readonly T[] | undefined;
    if (list === undefined) this.lists.set(key, (list = make()));
    return list;
  }
}

const MINUTE = 60_000;
const MOST_TAGS = 5;
const ACTED_ON: readonly string[] = ['expired', 'archived', 'held'];

/** What a policy acts on comes before what it leaves alone. */
function rank(verdict: string): number {
  return ACTED_ON.includes(verdict) ? 0 : 1;
}

function pageOf<T, R>(things: readonly T[], { offset, limit }: Slice, row: (thing: T) => R): Page<R> {
  return { total: things.length, offset, rows: things.slice(offset, offset + limit).map(row) };
}

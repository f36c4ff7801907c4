import { destinationKey } from '../../aws/registry-id.js';
import { formatReference } from '../../world/images/image-reference.js';
import type { Image } from '../../world/images/image.js';
import type { ReplicationRecord } from '../../world/records/replication.js';
import type { Registry } from '../../world/registry.js';
import type { World } from '../../world/world.js';
import { imageCountOf, nonEmptyRegistries } from '../contents.js';
import { clipped, counted, formatMoment, grouped } from '../format.js';
import { BOX_WIDTH, layOutGraph } from '../report/graph-layout.js';
import { MOST_ARROWS, labelPlace, pathOf } from '../report/graph.js';
import { type GraphEdge, type RouteJudge, edgesOf, isEnabled, routesOf } from '../routes.js';
import { summaryOfRegistry } from '../summaries.js';
import type {
  EdgeState,
  EdgeView,
  FailureView,
  GraphView,
  RegistryRow,
  StallView,
  WorldView,
} from './shapes.js';

const MOST_REGISTRIES = 200;
const MOST_EDGES = 500;
const MOST_PENDING = 100;
const LONGEST_LABEL = 34;
const LONGEST_WHAT = 500;

/** What the view of a world is made of. */
export interface WorldSources {
  readonly world: World;
  readonly judge: RouteJudge;
  /** The time of the clock, in epoch milliseconds. */
  readonly now: number;
  /** Lines on work that has not been done. */
  readonly pending: readonly string[];
  /** Regions that are down. */
  readonly outages: readonly string[];
  readonly stalls: readonly StallView[];
  readonly failures: readonly FailureView[];
}

/**
 * A world at a glance: its registries, the replication graph with what went over each edge, pending work and faults.
 * Its cost is that of going through all images once.
 *
 * @param sources what to show
 * @param version that of the world
 */
export function worldView(sources: WorldSources, version: number): WorldView {
  const { world, judge, now, pending } = sources;
  const registries = nonEmptyRegistries(world);
  const shown = registries.slice(0, MOST_REGISTRIES);
  const edges = edgesOf(routesOf(world, judge));
  const traffic = trafficIn(registries);
  const views = edges.slice(0, MOST_EDGES).map((edge) => edgeView(edge, traffic));
  return {
    version,
    now: formatMoment(now),
    counts: {
      accounts: new Set(registries.map(({ accountId }) => accountId)).size,
      registries: registries.length,
      repositories: registries.reduce((sum, one) => sum + one.repositoryCount, 0),
      images: registries.reduce((sum, one) => sum + imageCountOf(one), 0),
    },
    registries: shown.map(registryRow),
    registriesLeftOut: registries.length - shown.length,
    graph: graphView(shown, edges),
    edges: views,
    edgesLeftOut: edges.length - views.length,
    pending: {
      total: pending.length,
      lines: pending.slice(0, MOST_PENDING).map((line) => clipped(line, LONGEST_WHAT)),
    },
    outages: sources.outages,
    stalls: sources.stalls,
    failures: sources.failures,
  };
}

function registryRow(registry: Registry): RegistryRow {
  return {
    key: registry.key,
    account: registry.accountId,
    region: registry.region,
    isEnabled: isEnabled(registry),
    repositories: registry.repositoryCount,
    images: imageCountOf(registry),
    summary: summaryOfRegistry(registry),
  };
}

/** What went from one registry to another, by images and the latest copy of each. */
interface Traffic {
  COMPLETE: number;
  IN_PROGRESS: number;
  FAILED: number;
  /** The latest image of each state. */
  readonly latest: Map<ReplicationRecord['status'], { readonly repository: string; readonly image: Image }>;
}

/** By `<from> <to>`. */
function trafficIn(registries: readonly Registry[]): ReadonlyMap<string, Traffic> {
  const traffic = new Map<string, Traffic>();
  for (const registry of registries) {
    for (const repository of registry.repositories()) {
      for (const image of repository.allImages()) {
        for (const { destination, status } of image.replications ?? []) {
          const key = `${registry.key} ${destinationKey(destination)}`;
          let found = traffic.get(key);
          if (found === undefined) {
            found = { COMPLETE: 0, IN_PROGRESS: 0, FAILED: 0, latest: new Map() };
            traffic.set(key, found);
          }
          found[status] += 1;
          const before = found.latest.get(status);
          if (before === undefined || before.image.pushedAt <= image.pushedAt) {
            found.latest.set(status, { repository: repository.name, image });
          }
        }
      }
    }
  }
  return traffic;
}

function edgeView(edge: GraphEdge, traffic: ReadonlyMap<string, Traffic>): EdgeView {
  const { from, to, label: what, problem } = edge;
  const found = traffic.get(`${from.key} ${to.key}`);
  const { COMPLETE: carried = 0, IN_PROGRESS: pending = 0, FAILED: failed = 0 } = found ?? {};
  const state = stateOf(edge, { carried, pending, failed });
  const latest =
    found?.latest.get('FAILED') ?? found?.latest.get('IN_PROGRESS') ?? found?.latest.get('COMPLETE');
  return {
    from: from.key,
    to: to.key,
    state,
    what: clipped(what, LONGEST_WHAT),
    label: labelOf(state, { carried, pending, failed }, problem),
    ...(problem === undefined ? {} : { problem }),
    carried,
    pending,
    failed,
    ...(latest === undefined ? {} : { example: referenceTo(latest.repository, latest.image) }),
  };
}

interface Counts {
  readonly carried: number;
  readonly pending: number;
  readonly failed: number;
}

function stateOf({ isBlocked }: GraphEdge, { carried, pending, failed }: Counts): EdgeState {
  if (isBlocked) return 'blocked';
  if (pending > 0) return 'pending';
  if (failed > 0) return 'failed';
  return carried > 0 ? 'carried' : 'open';
}

function labelOf(
  state: EdgeState,
  { carried, pending, failed }: Counts,
  problem: string | undefined,
): string {
  if (state === 'blocked') return clipped(`blocked: ${problem ?? ''}`, LONGEST_LABEL);
  const parts = [
    ...(pending > 0 ? [`${grouped(pending)} pending`] : []),
    ...(failed > 0 ? [`${grouped(failed)} failed`] : []),
    ...(carried > 0 ? [`${grouped(carried)} carried`] : []),
  ];
  const text = parts.length === 0 ? 'open, nothing sent yet' : parts.join(', ');
  return clipped(problem === undefined ? text : `${text}; not for all`, LONGEST_LABEL);
}

/** A name by which somebody can ask for it. */
function referenceTo(repository: string, image: Image): string {
  const tag = image.tags.at(-1)?.name;
  return formatReference(repository, tag, tag === undefined ? image.digest : undefined);
}

/** The drawing of the report, of all registries there are. */
function graphView(registries: readonly Registry[], edges: readonly GraphEdge[]): GraphView {
  const among = new Set(registries);
  const drawn = edges.filter(({ from, to }) => among.has(from) && among.has(to)).slice(0, MOST_ARROWS);
  const { width, height, bands, boxes, lines } = layOutGraph(registries, drawn);
  return {
    width,
    height,
    bands: bands.map(({ accountId: account, y, height: tall }) => ({ account, y, height: tall })),
    boxes: boxes.map(({ registry, x, y, height: tall }) => ({
      key: registry.key,
      region: registry.region,
      isEnabled: isEnabled(registry),
      counts: `${counted(registry.repositoryCount, 'repository', 'repositories')} · ${counted(imageCountOf(registry), 'image')}`,
      x,
      y,
      width: BOX_WIDTH,
      height: tall,
    })),
    lines: lines.map((line) => ({
      edge: edges.indexOf(line.edge),
      path: pathOf(line),
      ...labelPlace(line),
    })),
  };
}

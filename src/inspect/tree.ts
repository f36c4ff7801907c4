import { destinationKey } from '../aws/registry-id.js';
import { requireOptions, shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { Image } from '../world/images/image.js';
import type { Registry } from '../world/registry.js';
import type { Repository } from '../world/repository.js';
import type { World } from '../world/world.js';
import {
  imageStatusOf,
  imagesNewestFirst,
  kindOf,
  nonEmptyRegistries,
  repositoriesByName,
  statementCountOf,
} from './contents.js';
import { clipped, counted, formatMoment, formatSize, grouped, shortDigest } from './format.js';
import { filtersOf } from './routes.js';
import { summaryOfRegistry, summaryOfRepository } from './summaries.js';

/** How much of a world the tree shows. */
export interface TreeOptions {
  /** Whether to colour with ANSI codes; false by default. */
  readonly colors?: boolean;
  /** At most this many registries; 50 by default. */
  readonly registries?: number;
  /** At most this many repositories of each registry; 20 by default. */
  readonly repositories?: number;
  /** At most this many images of each repository, the newest; 10 by default. */
  readonly images?: number;
  /** At most this many tags of each image; 5 by default. */
  readonly tags?: number;
}

/**
 * A world as a tree for people: accounts, their registries with rules and policy, repositories and images. The order
 * depends only on names and pushes.
 *
 * @param world what to show
 * @param options how much to show, and whether in colour
 * @returns lines, without a line break at the end; `nothing here yet` for an empty world
 * @throws a `[fake-ecr]` error if a limit is not a whole number
 * @example
 * console.log(renderTree(world, { images: 3 }));
 */
export function renderTree(world: World, options: TreeOptions = {}): string {
  requireOptions(options, 'ecr.inspect()', ['colors', 'registries', 'repositories', 'images', 'tags']);
  const { colors = false, registries = 50, repositories = 20, images = 10, tags = 5 } = options;
  for (const [name, limit] of Object.entries({ registries, repositories, images, tags })) {
    if (!Number.isInteger(limit) || limit < 0) {
      throw new FakeEcrError(`The tree cannot show ${shown(limit)} ${name}.`, 'Give a whole number.');
    }
  }
  const view: View = { paint: colors ? ANSI_PAINT : NO_PAINT, registries, repositories, images, tags };
  const byAccount = new Map<string, TreeNode[]>();
  const all = nonEmptyRegistries(world);
  for (const registry of all.slice(0, registries)) {
    const nodes = byAccount.get(registry.accountId) ?? [];
    nodes.push(registryNode(registry, view));
    byAccount.set(registry.accountId, nodes);
  }
  if (all.length === 0) return 'nothing here yet';
  const accounts = [...byAccount].map(([id, children]) => ({
    text: `account ${view.paint.strong(id)}`,
    children,
  }));
  return drawTree([...accounts, ...rest(all.length - registries, 'registry', 'registries', view)]);
}

/** A rule may have a hundred filters; the topology shows them all. */
const LONGEST_FILTERS = 200;

interface View extends Required<Omit<TreeOptions, 'colors'>> {
  readonly paint: Paint;
}

function registryNode(registry: Registry, view: View): TreeNode {
  const { paint } = view;
  const rules = registry.replication.rules.map((rule, index) => ({
    text: `rule ${index + 1}: ${clipped(filtersOf(rule), LONGEST_FILTERS)} -> ${rule.destinations.map(destinationKey).join(', ')}${
      rule.deleteReplication === true ? ', deletions too' : ''
    }`,
  }));
  const policy =
    registry.policyText === undefined
      ? []
      : [{ text: `registry policy: ${counted(statementCountOf(registry.policyText), 'statement')}` }];
  const templates = [...registry.templates.list()].map(({ prefix, appliedFor }) => ({
    text: `creation template ${prefix} for ${appliedFor.join(', ')}`,
  }));
  const caches = [...registry.pullThrough.list()].map(({ prefix, upstreamUrl }) => ({
    text: `pull through ${prefix} <- ${upstreamUrl}`,
  }));
  const repositories = repositoriesByName(registry);
  return {
    text: `${paint.strong(registry.region)}  ${paint.faint(summaryOfRegistry(registry))}`,
    children: [
      ...rules,
      ...policy,
      ...caches,
      ...templates,
      ...repositories.slice(0, view.repositories).map((one) => repositoryNode(one, view)),
      ...rest(repositories.length - view.repositories, 'repository', 'repositories', view),
    ],
  };
}

function repositoryNode(repository: Repository, view: View): TreeNode {
  const { paint } = view;
  const images = repository.imageCount === 0 ? [] : imagesNewestFirst(repository);
  return {
    text: `${paint.strong(repository.name)}  ${paint.faint(summaryOfRepository(repository))}`,
    children: [
      ...images.slice(0, view.images).map((image) => ({ text: imageLine(image, view) })),
      ...rest(images.length - view.images, 'image', 'images', view),
    ],
  };
}

function imageLine(image: Image, { paint, tags: limit }: View): string {
  const tags = image.tags.slice(0, limit).map(({ name }) => name);
  const more = image.tags.length - tags.length;
  const kind = kindOf(image);
  const columns = [
    shortDigest(image.digest),
    image.isTagged ? [...tags, ...(more > 0 ? [`… ${grouped(more)} more`] : [])].join(', ') : 'untagged',
    formatSize(image.size),
    image.status === 'ACTIVE' ? image.status : paint.bad(image.status),
    `pushed ${formatMoment(image.pushedAt)}`,
    ...(kind === undefined ? [] : [kind]),
  ];
  const copies = (image.replications ?? []).map((record) => {
    const mark = { COMPLETE: paint.good, FAILED: paint.bad, IN_PROGRESS: paint.faint }[record.status];
    return `${destinationKey(record.destination)} ${mark(imageStatusOf(record))}`;
  });
  return columns.join('  ') + (copies.length === 0 ? '' : `  -> ${copies.join(', ')}`);
}

function rest(number: number, one: string, many: string, { paint }: View): TreeNode[] {
  if (number <= 0) return [];
  return [{ text: paint.faint(`… ${grouped(number)} more ${number === 1 ? one : many}`) }];
}
/** A line with lines below it. */
export interface TreeNode {
  readonly text: string;
  readonly children?: readonly TreeNode[];
}

/**
 * Draws trees with lines from parents to children.
 *
 * @returns one line for each node, without a line break at the end
 * @example
 * drawTree([{ text: 'a', children: [{ text: 'b' }] }]); // 'a\n└─ b'
 */
function drawTree(roots: readonly TreeNode[]): string {
  return roots.flatMap((root) => [root.text, ...branchesOf(root)]).join('\n');
}

function branchesOf({ children = [] }: TreeNode): string[] {
  return children.flatMap((child, index) => {
    const isLast = index === children.length - 1;
    const below = isLast ? '   ' : '│  ';
    return [`${isLast ? '└─' : '├─'} ${child.text}`, ...branchesOf(child).map((line) => below + line)];
  });
}
/** Highlights a piece of text, or leaves it as it is. */
export interface Paint {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
}

const plain = (text: string) => text;

const ansi = (on: number, off: number) => (text: string) => `\u001b[${on}m${text}\u001b[${off}m`;

/** Text as it is, for files and comparisons. */
const NO_PAINT: Paint = { strong: plain, faint: plain, good: plain, bad: plain };

/** ANSI escape codes that every terminal supports. */
const ANSI_PAINT: Paint = {
  strong: ansi(1, 22),
  faint: ansi(2, 22),
  good: ansi(32, 39),
  bad: ansi(31, 39),
};

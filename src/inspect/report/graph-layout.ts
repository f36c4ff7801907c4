import type { Registry } from '../../world/registry.js';
import type { GraphEdge } from '../routes.js';

/** All lengths are in pixels of the drawing. */
export const BOX_WIDTH = 210;
const BOX_HEIGHT = 48;
/** Distance between lines that end at the same side of a box: room for a label. */
const PORT_GAP = 20;
const ROW_GAP = 14;
const BAND_GAP = 18;
const BAND_PADDING = 14;
const BAND_TITLE = 22;
/** Width beside a column: for the turns of lines, and for their straight parts under labels. */
export const TURN = 90;
export const LABEL = 230;

export interface Box {
  readonly registry: Registry;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** The boxes of one account. */
export interface Band {
  readonly accountId: string;
  readonly y: number;
  readonly height: number;
}

export interface Line {
  readonly edge: GraphEdge;
  readonly startX: number;
  readonly startY: number;
  readonly endX: number;
  readonly endY: number;
  /** The line is straight up to here. */
  readonly turnX: number;
  /** A line back to its own column arrives from the right. */
  readonly isLoop: boolean;
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly bands: readonly Band[];
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

/**
 * Places registries in a band per account and a column per role: those that only send, those that do both, and those
 * that only receive. So no line runs to the left. No row has a box of the middle column beside another box, so no
 * line runs behind a box.
 *
 * @param registries in the order in which to draw them, those of an account together
 * @param edges between these registries
 */
export function layOutGraph(registries: readonly Registry[], edges: readonly GraphEdge[]): GraphLayout {
  const roles = new Map(registries.map((one) => [one, roleOf(one, edges)]));
  const used = ROLES.filter((role) => registries.some((one) => roles.get(one) === role));
  const { left, width } = columnsOf(used, edges, roles);
  const boxes: Box[] = [];
  const bands: Band[] = [];
  let y = 0;
  for (const accountId of new Set(registries.map((one) => one.accountId))) {
    const top = y;
    y += BAND_TITLE + BAND_PADDING;
    // Columns share rows only if no line has to pass between their boxes.
    const cursors = used.map(() => y);
    for (const role of used) {
      for (const registry of registries) {
        if (registry.accountId !== accountId || roles.get(registry) !== role) continue;
        const column = used.length < 3 ? used.indexOf(role) : 0;
        const box = {
          registry,
          x: left[used.indexOf(role)] as number,
          y: cursors[column] as number,
          height: heightOf(registry, edges, roles),
        };
        boxes.push(box);
        cursors[column] = box.y + box.height + ROW_GAP;
      }
    }
    y = Math.max(...cursors) - ROW_GAP + BAND_PADDING;
    bands.push({ accountId, y: top, height: y - top });
    y += BAND_GAP;
  }
  return { width, height: Math.max(y - BAND_GAP, 0), bands, boxes, lines: linesOf(boxes, edges, roles) };
}

type Role = (typeof ROLES)[number];
type Roles = ReadonlyMap<Registry, Role>;

const ROLES = ['sends', 'both', 'receives'] as const;

function roleOf(registry: Registry, edges: readonly GraphEdge[]): Role {
  if (!edges.some(({ to }) => to === registry)) return 'sends';
  return edges.some(({ from }) => from === registry) ? 'both' : 'receives';
}

function isLoop({ from, to }: GraphEdge, roles: Roles): boolean {
  return roles.get(to) === 'both' && roles.get(from) === 'both';
}

/** The start of each column and the total width: beside `both` there is room for the labels of loops. */
function columnsOf(
  used: readonly Role[],
  edges: readonly GraphEdge[],
  roles: Roles,
): { left: readonly number[]; width: number } {
  const loops = edges.some((edge) => isLoop(edge, roles));
  const left: number[] = [];
  let x = BAND_PADDING;
  used.forEach((role, index) => {
    left.push(x);
    x += BOX_WIDTH;
    const isLast = index === used.length - 1;
    if (role === 'both' && loops) x += LABEL + (isLast ? TURN : 0);
    if (!isLast) x += TURN + LABEL;
  });
  return { left, width: x + BAND_PADDING };
}

function heightOf(registry: Registry, edges: readonly GraphEdge[], roles: Roles): number {
  const { incoming, outgoing } = portsOf(registry, edges, roles);
  return Math.max(BOX_HEIGHT, (Math.max(incoming.length, outgoing.length) + 1) * PORT_GAP);
}

type Port = readonly [GraphEdge, 'start' | 'end'];

/** The lines at the left side of a box, and those at its right side: outgoing lines and incoming loops. */
function portsOf(
  registry: Registry,
  edges: readonly GraphEdge[],
  roles: Roles,
): { incoming: readonly GraphEdge[]; outgoing: readonly Port[] } {
  const loopsIn = edges.filter((edge) => edge.to === registry && isLoop(edge, roles));
  return {
    incoming: edges.filter((edge) => edge.to === registry && !loopsIn.includes(edge)),
    outgoing: [
      ...loopsIn.map((edge) => [edge, 'end'] as const),
      ...edges.filter((edge) => edge.from === registry).map((edge) => [edge, 'start'] as const),
    ],
  };
}

function linesOf(boxes: readonly Box[], edges: readonly GraphEdge[], roles: Roles): readonly Line[] {
  const starts = new Map<GraphEdge, { x: number; y: number }>();
  const ends = new Map<GraphEdge, { x: number; y: number }>();
  const loops = edges.some((edge) => isLoop(edge, roles));
  const tops = new Map(boxes.map(({ registry, y }) => [registry, y]));
  const byHeight = (a: Registry, b: Registry) => (tops.get(a) ?? 0) - (tops.get(b) ?? 0);
  for (const { registry, x, y, height } of boxes) {
    const ports = portsOf(registry, edges, roles);
    // Ordered by their other ends, so that few lines cross.
    const incoming = [...ports.incoming].sort((a, b) => byHeight(a.from, b.from));
    const other = ([edge, which]: Port) => (which === 'start' ? edge.to : edge.from);
    const outgoing = [...ports.outgoing].sort((a, b) => byHeight(other(a), other(b)));
    incoming.forEach((edge, index) => {
      ends.set(edge, { x, y: y + portAt(index, incoming.length, height) });
    });
    outgoing.forEach(([edge, which], index) => {
      const point = { x: x + BOX_WIDTH, y: y + portAt(index, outgoing.length, height) };
      (which === 'start' ? starts : ends).set(edge, point);
    });
  }
  return edges.flatMap((edge) => {
    const [start, end] = [starts.get(edge), ends.get(edge)];
    if (start === undefined || end === undefined) return [];
    const line = { edge, startX: start.x, startY: start.y, endX: end.x, endY: end.y };
    const turnX = loops && roles.get(edge.from) === 'both' ? start.x + LABEL : start.x;
    return [{ ...line, turnX, isLoop: isLoop(edge, roles) }];
  });
}

function portAt(index: number, count: number, height: number): number {
  return ((index + 1) * height) / (count + 1);
}

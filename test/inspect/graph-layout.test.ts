import fc from 'fast-check';
import type { Registry } from '../../src/world/registry.js';
import { World } from '../../src/world/world.js';
import type { GraphEdge } from '../../src/inspect/routes.js';
import {
  BOX_WIDTH,
  type Box,
  type GraphLayout,
  LABEL,
  TURN,
  layOutGraph,
} from '../../src/inspect/report/graph-layout.js';
import { byKey } from '../../src/inspect/routes.js';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 200);
const ACCOUNTS = ['111122223333', '444455556666', '777788889999'];
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'ap-southeast-2', 'sa-east-1'];
const PLACES = ACCOUNTS.flatMap((account) => REGIONS.map((region) => [account, region] as const));

/** A graph between up to fifteen registries: pairs of their numbers, no registry with itself. */
const pairs = fc.uniqueArray(
  fc.tuple(fc.nat(PLACES.length - 1), fc.nat(PLACES.length - 1)).filter(([from, to]) => from !== to),
  { maxLength: 40, selector: ([from, to]) => from * PLACES.length + to },
);

function graphOf(numbers: readonly (readonly [number, number])[]) {
  const world = new World();
  const at = (number: number) => {
    const [account, region] = PLACES[number] as readonly [string, string];
    return world.registry(account, region);
  };
  const edges = numbers.map(([from, to]): GraphEdge => ({
    from: at(from),
    to: at(to),
    label: 'x',
    isBlocked: false,
    problem: undefined,
  }));
  const registries = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].sort(byKey);
  return { registries, edges, layout: layOutGraph(registries, edges) };
}

const boxOf = ({ boxes }: GraphLayout, registry: Registry) =>
  boxes.find((box) => box.registry === registry) as Box;

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + BOX_WIDTH && b.x < a.x + BOX_WIDTH && a.y < b.y + b.height && b.y < a.y + a.height;
}

test('each registry has its own box, inside the band of its account', () => {
  fc.assert(
    fc.property(pairs, (numbers) => {
      const { registries, layout } = graphOf(numbers);
      const { boxes, bands, width, height } = layout;
      expect(new Set(boxes.map(({ registry }) => registry))).toEqual(new Set(registries));
      expect(boxes).toHaveLength(registries.length);
      boxes.forEach((box, index) => {
        const band = bands.find(({ accountId }) => accountId === box.registry.accountId);
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.x + BOX_WIDTH).toBeLessThanOrEqual(width);
        expect(box.y).toBeGreaterThanOrEqual(band?.y as number);
        expect(box.y + box.height).toBeLessThanOrEqual((band?.y as number) + (band?.height as number));
        expect(boxes.slice(index + 1).filter((other) => overlap(box, other))).toEqual([]);
      });
      bands.forEach((band, index) => {
        const next = bands[index + 1];
        expect(band.y + band.height).toBeLessThanOrEqual(next?.y ?? height);
      });
    }),
    { numRuns: RUNS },
  );
});

test('each edge is one line, from the right side of its source to a side of its destination', () => {
  fc.assert(
    fc.property(pairs, (numbers) => {
      const { edges, layout } = graphOf(numbers);
      expect(layout.lines.map(({ edge }) => edge)).toEqual(edges);
      for (const { edge, startX, startY, endX, endY, isLoop } of layout.lines) {
        const [from, to] = [boxOf(layout, edge.from), boxOf(layout, edge.to)];
        expect(startX).toBe(from.x + BOX_WIDTH);
        expect(startY).toBeGreaterThan(from.y);
        expect(startY).toBeLessThan(from.y + from.height);
        expect(endX).toBe(isLoop ? to.x + BOX_WIDTH : to.x);
        expect(endY).toBeGreaterThan(to.y);
        expect(endY).toBeLessThan(to.y + to.height);
      }
    }),
    { numRuns: RUNS },
  );
});

test('no two lines meet a box at the same point', () => {
  fc.assert(
    fc.property(pairs, (numbers) => {
      const { layout } = graphOf(numbers);
      const points = layout.lines.flatMap(({ startX, startY, endX, endY }) => [
        `${startX} ${startY}`,
        `${endX} ${endY}`,
      ]);
      expect(new Set(points).size).toBe(points.length);
    }),
    { numRuns: RUNS },
  );
});

test('no label, and no straight part of a line, lies on a box', () => {
  fc.assert(
    fc.property(pairs, (numbers) => {
      const { layout } = graphOf(numbers);
      for (const { startX, startY, endX, endY, turnX, isLoop } of layout.lines) {
        const straight = [
          { y: startY, from: startX, to: turnX },
          isLoop ? { y: endY, from: endX, to: turnX } : { y: endY, from: turnX + TURN, to: endX },
        ];
        for (const { y, from, to } of straight) {
          const hit = layout.boxes.filter(
            (box) => from < box.x + BOX_WIDTH && box.x < to && box.y < y && y < box.y + box.height,
          );
          expect(hit.map(({ registry }) => registry.key)).toEqual([]);
        }
      }
    }),
    { numRuns: RUNS },
  );
});

test('each line has room for its label at its end, and stays inside the picture', () => {
  fc.assert(
    fc.property(pairs, (numbers) => {
      const { layout } = graphOf(numbers);
      for (const { endX, turnX, isLoop } of layout.lines) {
        expect(isLoop ? turnX - endX : endX - (turnX + TURN)).toBeGreaterThanOrEqual(LABEL);
        expect(turnX + TURN).toBeLessThanOrEqual(layout.width);
      }
    }),
    { numRuns: RUNS },
  );
});

test('the same graph gives the same picture', () => {
  fc.assert(
    fc.property(pairs, (numbers) => {
      const plain = ({ layout }: ReturnType<typeof graphOf>) => ({
        boxes: layout.boxes.map(({ registry, ...rest }) => ({ key: registry.key, ...rest })),
        lines: layout.lines.map(({ edge, ...rest }) => ({ from: edge.from.key, to: edge.to.key, ...rest })),
      });
      expect(plain(graphOf(numbers))).toEqual(plain(graphOf(numbers)));
    }),
    { numRuns: RUNS },
  );
});

test('a graph without edges takes no room', () => {
  expect(layOutGraph([], [])).toMatchObject({ height: 0, boxes: [], lines: [], bands: [] });
});

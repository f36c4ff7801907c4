import { type FakeEcr, image } from '../../src/index.js';
import { DAY } from '../ecr/lifecycle/policies.js';
import { richWorld } from '../support/rich-world.js';
import { OTHER, SOURCE, scene } from '../support/scene.js';

type Place = readonly (string | number)[];
type Json = Record<string, unknown>;

/** Every place in a value of JSON, the outermost first. */
function placesOf(value: unknown, place: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [place];
  const inner = Object.entries(value).flatMap(([key, one]) =>
    placesOf(one, [...place, Array.isArray(value) ? Number(key) : key]),
  );
  return place.length === 0 ? inner : [place, ...inner];
}

/** Places of one kind are damaged alike: of each list two members suffice. */
function isTelling(place: Place): boolean {
  return place.every((step) => typeof step === 'string' || step < 2);
}

function put(value: unknown, place: Place, damage: unknown): void {
  const parent = place.slice(0, -1).reduce((at, step) => at[step] as Json, value as Json);
  const last = place.at(-1) as string;
  if (damage !== undefined) parent[last] = damage;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else Reflect.deleteProperty(parent, last);
}

const DAMAGES: readonly unknown[] = [undefined, null, -1, 'x', [], { a: 1 }];

/** Everything that looks at a whole world, and much that changes it. */
function use(ecr: FakeEcr): void {
  ecr.inspect();
  ecr.report();
  String(ecr.topology());
  ecr.clock.advance(100 * DAY);
  ecr.runLifecycle();
  const dr = ecr.registry(OTHER, 'eu-west-1');
  const app = ecr.registry(SOURCE, 'us-west-2').repository('app');
  ecr.explain('app:v1', dr);
  // Where the damage took away what is used, that is said.
  for (const act of [() => app.push('new', image('new')), () => app.images, () => app.remove('multi')]) {
    try {
      act();
    } catch (error) {
      if (!(error as Error).message.startsWith('[fake-ecr] ')) throw error;
    }
  }
  ecr.settle();
  ecr.snapshot();
}

async function richSnapshot(): Promise<string> {
  const ecr = await richWorld();
  const text = JSON.stringify(ecr.snapshot());
  ecr.restore();
  return text;
}

test('a snapshot that is damaged anywhere is refused with the place, or still works', async () => {
  const text = await richSnapshot();
  const ecr = scene();
  ecr.load(JSON.parse(text));
  const whole = JSON.stringify(ecr.snapshot());
  expect(whole).toBe(text);
  const accidents = new Set<string>();
  let refused = 0;
  for (const place of placesOf(JSON.parse(text)).filter(isTelling)) {
    for (const damage of DAMAGES) {
      const snapshot: unknown = JSON.parse(text);
      put(snapshot, place, damage);
      try {
        ecr.load(snapshot);
        use(ecr);
      } catch (error) {
        const { message } = error as Error;
        refused += 1;
        if (!message.startsWith('[fake-ecr] ')) {
          accidents.add(`${place.join('.')} = ${JSON.stringify(damage)}: ${message}`);
        }
      }
    }
  }
  expect([...accidents]).toEqual([]);
  expect(refused).toBeGreaterThan(1000);
}, 120_000);

test.each([
  [['registries', 0, 'region'], '', "$.registries[0].region is '': expected a Region such as 'us-west-2'"],
  [['registries', 0, 'scanning', 'rules'], {}, '$.registries[0].scanning.rules is an object: expected'],
  [['registries', 0, 'scanning'], undefined, '$.registries[0] lacks the member scanning'],
  [['registries', 0, 'colour'], 1, '$.registries[0].colour is not a member here: expected account, region, '],
  [['registries', 0, 'settings'], { BLOB_MOUNTING: 'x' }, "BLOB_MOUNTING can't be 'x'"],
  [['accounts', 0, 'id'], 5, '$.accounts[0].id is 5: expected an account of twelve digits'],
  [['now'], null, '$.now is null: expected a moment in epoch milliseconds'],
])('%j made %j is refused, and changes nothing', async (place, damage, text) => {
  const ecr = await richWorld();
  const before = JSON.stringify(ecr.snapshot());
  const snapshot: unknown = JSON.parse(before);
  put(snapshot, place, damage);
  expect(() => ecr.load(snapshot)).toThrow(`[fake-ecr] The snapshot is damaged: ${text}`);
  expect(JSON.stringify(ecr.snapshot())).toBe(before);
});

test('an exclusion that is there twice, or that is one too many, is refused and not left out', async () => {
  const ecr = await richWorld();
  const before = JSON.stringify(ecr.snapshot());
  const snapshot = JSON.parse(before) as { registries: { exclusions: { principalArn: string }[] }[] };
  const place = snapshot.registries.find(({ exclusions }) => exclusions.length > 0);
  const [first] = place?.exclusions ?? [];
  place?.exclusions.push({ ...(first as { principalArn: string }) });
  const why = `The pull time update exclusion for principal '${first?.principalArn ?? ''}' already exists`;
  expect(() => ecr.load(snapshot)).toThrow(`[fake-ecr] The snapshot is damaged: ${why}`);
  expect(JSON.stringify(ecr.snapshot())).toBe(before);
});

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}

function gut(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  Object.values(value).forEach(gut);
  for (const key of Object.keys(value)) Reflect.deleteProperty(value, key);
}

test('a world never writes into the snapshot it came from', async () => {
  const text = await richSnapshot();
  const ecr = scene();
  const snapshot = freeze(JSON.parse(text) as object);
  ecr.load(snapshot);
  use(ecr);
  expect(JSON.stringify(snapshot)).toBe(text);
});

test('nothing that is done to a snapshot afterwards reaches the world', async () => {
  const text = await richSnapshot();
  const ecr = scene();
  const snapshot: unknown = JSON.parse(text);
  ecr.load(snapshot);
  gut(snapshot);
  expect(JSON.stringify(ecr.snapshot())).toBe(text);
  use(ecr);
});

import { type Row, clock } from '../measure.js';
import { benchFake, fill } from '../scene.js';

/** Emptying, writing down and reading a world of so many images. */
export function wholeWorld(count: number): Row[] {
  const ecr = benchFake();
  fill(ecr, 'app', count);
  const noun = `${count} images`;
  const snapshot = clock(() => ecr.snapshot());
  const text = JSON.stringify(ecr.snapshot());
  let written: unknown;
  const firstLoad = clock(
    () => ecr.load(written),
    5,
    () => {
      written = JSON.parse(text);
    },
  );
  const load = clock(() => ecr.load(written));
  const reset = clock(
    () => ecr.reset(),
    5,
    () => {
      ecr.load(written);
    },
  );
  ecr.restore();
  return [
    { what: `reset() of ${noun}`, value: reset, unit: 'ms', budget: { of: 'value', most: 5 } },
    { what: `snapshot() of ${noun}`, value: snapshot, unit: 'ms', budget: { of: 'value', most: 100 } },
    { what: `the first load() of ${noun}, which reads the manifests`, value: firstLoad, unit: 'ms' },
    { what: `load() of ${noun}`, value: load, unit: 'ms', budget: { of: 'value', most: 100 } },
  ];
}

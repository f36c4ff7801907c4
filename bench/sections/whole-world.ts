import { type Row, clock } from '../measure.js';
import { benchFake, fill } from '../scene.js';

/** Emptying, writing down and reading a world of so many images. */
export function wholeWorld(count: number): Row[] {
  const ecr = benchFake();
  fill(ecr, 'app', count);
  const noun = `${count} images`;
  const snapshot = clock(() => ecr.snapshot());
  const written = ecr.snapshot();
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
    { what: `load() of ${noun}`, value: load, unit: 'ms', budget: { of: 'value', most: 100 } },
  ];
}

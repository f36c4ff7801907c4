import { image } from '../../src/index.js';
import type { Row } from '../measure.js';
import { ACCOUNT, REGION, benchFake, manifestNumber } from '../scene.js';

/** What a tagged image takes on the heap besides the text of its manifest. Needs `--expose-gc`. */
export function memory(count: number): Row[] {
  const one = image('bench');
  const ecr = benchFake();
  const registry = ecr.registry(ACCOUNT, REGION).createRepository('app');
  const before = heapUsed();
  let texts = 0;
  for (let number = 0; number < count; number += 1) {
    // A flat copy of the text, as a serializer makes it.
    const manifest = Buffer.from(manifestNumber(number)).toString();
    texts += manifest.length;
    registry.push(`app:v${number}`, { ...one, manifest, blobs: [] });
  }
  const pushed = heapUsed() - before - texts;
  // What is loaded shares the texts of its manifests with the snapshot, and has no events.
  const snapshot = ecr.snapshot();
  ecr.reset();
  const empty = heapUsed();
  ecr.load(snapshot);
  const loaded = heapUsed() - empty;
  ecr.restore();
  return [
    {
      what: `heap of an image besides its manifest, of ${count}`,
      value: loaded / count,
      unit: 'bytes',
      budget: { of: 'value', most: 1024 },
    },
    { what: 'the same with the event of its push', value: pushed / count, unit: 'bytes' },
  ];
}

function heapUsed(): number {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (collect === undefined) throw new Error('run with --expose-gc');
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

import { createHash } from 'node:crypto';
import { FakeWorld } from '../../src/fake/fake-world.js';
import type { BlobOptions } from '../../src/fake/options.js';
import { type Row, compare } from '../measure.js';
import { type Call, caller, manifestNumber } from '../scene.js';

const PART = Buffer.alloc(5 * 1024 ** 2, 'part of a layer ');
const AT = { repositoryName: 'app' };
/** How many layers are uploaded to see what stays in memory. */
const LAYERS = 20;

/** What bytes of layers cost in process: nothing, unless somebody asks for them to be kept. */
export async function bytes(): Promise<Row[]> {
  const without = worldOf();
  const kept = worldOf({ maxBytes: Infinity });
  const parts = await compare({
    bare: { run: () => Promise.resolve(createHash('sha256').update(PART).digest('hex')) },
    dropped: uploads(without),
    kept: uploads(kept),
  });
  const images = await compare({ dropped: pushes(without), kept: pushes(kept) });
  const [stays, staysKept] = [staysOf(without), staysOf(kept)];
  return [
    {
      what: 'UploadLayerPart of 5 MiB in process, bytes dropped',
      value: parts.median('dropped'),
      unit: 'µs',
      ratio: parts.ratio('dropped', 'bare'),
      against: 'sha256 of it alone',
      budget: { of: 'ratio', most: 1.1 },
    },
    {
      what: 'the same, bytes kept in memory',
      value: parts.median('kept'),
      unit: 'µs',
      ratio: parts.ratio('kept', 'dropped'),
      against: 'dropped',
    },
    {
      what: 'PutImage in process, bytes dropped',
      value: images.median('dropped'),
      unit: 'µs',
      ratio: images.ratio('dropped', 'kept'),
      against: 'kept',
    },
    {
      what: `memory for bytes of ${LAYERS} layers of 5 MiB, dropped`,
      value: stays,
      unit: 'bytes',
      ratio: stays / staysKept,
      against: 'kept',
      budget: { of: 'ratio', most: 0.01 },
    },
  ];
}

function worldOf(blobs?: BlobOptions): Call {
  const world = new FakeWorld({
    layers: 'assumed',
    limits: { imagesPerRepository: Infinity },
    ...(blobs === undefined ? {} : { blobs }),
  });
  const call = caller(world);
  call('CreateRepository', AT);
  return call;
}

/** Parts of uploads that are never completed: each run begins a new one. */
function uploads(call: Call) {
  let input: object = {};
  return {
    before: () => {
      // A new repository each time, so that earlier uploads are gone.
      call('DeleteRepository', { ...AT, force: true });
      call('CreateRepository', AT);
      input = part(call);
    },
    run: () => Promise.resolve(call('UploadLayerPart', input)),
  };
}

function pushes(call: Call) {
  let number = 0;
  return {
    before: () => void (number += 1),
    run: () =>
      Promise.resolve(
        call('PutImage', { ...AT, imageTag: `v${number}`, imageManifest: manifestNumber(number) }),
      ),
  };
}

function part(call: Call): object {
  const { uploadId } = call('InitiateLayerUpload', AT);
  return { ...AT, uploadId, partFirstByte: 0, partLastByte: PART.length - 1, layerPartBlob: PART };
}

/** Memory outside the heap, where bytes are. Needs `--expose-gc`. */
function staysOf(call: Call): number {
  const before = arrayBuffers();
  for (let nth = 0; nth < LAYERS; nth += 1) call('UploadLayerPart', part(call));
  return Math.max(0, arrayBuffers() - before);
}

function arrayBuffers(): number {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (collect === undefined) throw new Error('run with --expose-gc');
  collect();
  collect();
  return process.memoryUsage().arrayBuffers;
}

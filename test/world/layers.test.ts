import { LayerStore } from '../../src/world/images/layers.js';
import type { BlobReference } from '../../src/world/images/manifest.js';

const blob = (name: string, more: object = {}): BlobReference => ({
  digest: `sha256:${name}`,
  size: 7,
  mediaType: undefined,
  isForeign: false,
  ...more,
});

test('an image uses each of its layers once, in their order, and foreign ones not at all', () => {
  const layers = new LayerStore();
  const used = layers.use([blob('a'), blob('b'), blob('a'), blob('c', { isForeign: true })]);
  expect(used.map(({ digest, references }) => [digest, references])).toEqual([
    ['sha256:a', 1],
    ['sha256:b', 1],
  ]);
  expect(layers.has('sha256:c')).toBe(false);
});

test('images share a layer, which counts them', () => {
  const layers = new LayerStore();
  const [first] = layers.use([blob('a')]);
  const [second] = layers.use([blob('a'), blob('b')]);
  expect(second).toBe(first);
  expect(first).toMatchObject({ references: 2, activeReferences: 2, size: 7 });
});

test('the media type is that of the first manifest that says one', () => {
  const layers = new LayerStore();
  layers.add('sha256:a', 7);
  layers.use([blob('a')]);
  layers.use([blob('a', { mediaType: 'first' })]);
  layers.use([blob('a', { mediaType: 'second' })]);
  expect(layers.get('sha256:a')?.mediaType).toBe('first');
});

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BlobStorage, Blobs, MemoryStorage } from '../../../src/world/blobs.js';
import { LayerStore } from '../../../src/world/images/layers.js';
import { BlobFolder } from '../../../src/doors/registry/blob-folder.js';

const MIB = 1024 ** 2;
let parent: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'blob-storage-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const bytesOf = (text: string, length = text.length) => Buffer.alloc(length, text);
const filesBelow = () => readdirSync(parent, { recursive: true });

async function read(blobs: Blobs, digest: string, first?: number, last?: number): Promise<string> {
  const bytes = blobs.find(digest)?.bytes;
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes?.read(first ?? 0, last ?? bytes.size - 1) ?? []) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

function keep(blobs: Blobs, digest: string, ...pieces: Uint8Array[]): void {
  const draft = blobs.draft();
  for (const piece of pieces) expect(draft.append(piece)).toBe(true);
  draft.finish(digest);
}

const STORAGES: [string, () => BlobStorage][] = [
  ['memory', () => new MemoryStorage()],
  ['a folder', () => new BlobFolder(parent)],
];

describe.each(STORAGES)('in %s', (_, make) => {
  test('bytes come back whole and in parts, in the pieces they came or in others', async () => {
    const blobs = new Blobs(make());
    keep(blobs, 'sha256:a', bytesOf('a', MIB), bytesOf('b', MIB), bytesOf('c', 3));
    const whole = 'a'.repeat(MIB) + 'b'.repeat(MIB) + 'ccc';
    expect(await read(blobs, 'sha256:a')).toBe(whole);
    for (const [first, last] of [
      [0, 0],
      [MIB - 2, MIB + 1],
      [2 * MIB - 1, 2 * MIB + 2],
    ] as const) {
      expect(await read(blobs, 'sha256:a', first, last)).toBe(whole.slice(first, last + 1));
    }
  });

  test('V125 V127 the same bytes take room once, until the last who holds them lets go', () => {
    const blobs = new Blobs(make());
    keep(blobs, 'sha256:a', bytesOf('a', 2 * MIB));
    keep(blobs, 'sha256:a', bytesOf('a', 2 * MIB));
    expect(blobs.size).toBe(2 * MIB);
    const holders = [1, 2, 3].map(() => new LayerStore(blobs));
    for (const one of holders) one.add('sha256:a', 2 * MIB);
    expect(blobs.find('sha256:a')?.references).toBe(3);
    for (const one of holders.slice(1)) one.release();
    expect(blobs.size).toBe(2 * MIB);
    holders[0]?.release();
    expect([blobs.size, blobs.isEmpty]).toEqual([0, true]);
  });

  test('V132 what does not fit is not taken, and what is there stays', async () => {
    const blobs = new Blobs(make(), 2 * MIB);
    keep(blobs, 'sha256:a', bytesOf('a', MIB));
    const draft = blobs.draft();
    expect(draft.append(bytesOf('b', MIB))).toBe(true);
    expect(draft.append(bytesOf('b', 1))).toBe(false);
    draft.discard();
    expect(blobs.size).toBe(MIB);
    expect(await read(blobs, 'sha256:a', 0, 1)).toBe('aa');
  });

  test('V134 what is pinned stays without anybody who holds it', () => {
    const blobs = new Blobs(make());
    keep(blobs, 'sha256:a', bytesOf('a'));
    keep(blobs, 'sha256:b', bytesOf('b'));
    const store = new LayerStore(blobs);
    store.add('sha256:a', 1);
    blobs.pin();
    store.add('sha256:b', 1);
    store.release();
    expect([blobs.find('sha256:a') !== undefined, blobs.find('sha256:b')]).toEqual([true, undefined]);
    blobs.unpin();
    expect(blobs.isEmpty).toBe(true);
  });

  test('what was sent may be changed afterwards', async () => {
    const blobs = new Blobs(make());
    const bytes = bytesOf('a', 3);
    keep(blobs, 'sha256:a', bytes);
    bytes.fill('b');
    expect(await read(blobs, 'sha256:a')).toBe('aaa');
  });
});

describe('V133 a folder', () => {
  test('has files for what is large, by no name of a client, and is gone with the last', () => {
    const blobs = new Blobs(new BlobFolder(join(parent, 'made', 'for', 'it')));
    keep(blobs, 'sha256:../../small', bytesOf('s', MIB - 1));
    expect(filesBelow()).toEqual([]);
    keep(blobs, 'sha256:../../large', bytesOf('l', MIB));
    expect(filesBelow().filter((name) => /\.blob$/.test(String(name)))).toHaveLength(1);
    const store = new LayerStore(blobs);
    store.add('sha256:../../large', MIB);
    store.release();
    expect(readdirSync(join(parent, 'made', 'for', 'it'))).toEqual([]);
  });

  test('keeps nothing of what is given up', () => {
    const blobs = new Blobs(new BlobFolder(parent));
    const draft = blobs.draft();
    draft.append(bytesOf('l', 2 * MIB));
    expect(filesBelow().map(String).join()).toContain('.part');
    draft.discard();
    expect(filesBelow()).toEqual([]);
  });

  test('V136 is read to the end though the bytes go meanwhile', async () => {
    const blobs = new Blobs(new BlobFolder(parent));
    keep(blobs, 'sha256:a', bytesOf('a', 3 * MIB));
    const store = new LayerStore(blobs);
    store.add('sha256:a', 3 * MIB);
    const reading = blobs.find('sha256:a')?.bytes.read(0, 3 * MIB - 1) ?? [];
    store.release();
    expect(blobs.isEmpty).toBe(true);
    let size = 0;
    for await (const piece of reading) size += piece.byteLength;
    expect(size).toBe(3 * MIB);
  });

  test('that cannot be made is named', () => {
    const draft = new Blobs(new BlobFolder('/dev/null/nowhere')).draft();
    expect(() => draft.append(bytesOf('a', MIB))).toThrow(/^\[fake-ecr\] The folder \/dev\/null\/nowhere/);
  });
});

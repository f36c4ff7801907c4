import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type BlobStorage, Blobs, MemoryStorage } from '../../../src/world/blobs.js';
import { LayerStore } from '../../../src/world/images/layers.js';
import { BlobFolder } from '../../../src/doors/registry/blob-folder.js';

const MIB = 1024 ** 2;
const [A, B] = ['a', 'b'].map((letter) => `sha256:${letter.repeat(64)}`) as [string, string];
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
  // Good until the next one is asked for.
  for await (const piece of bytes?.read(first ?? 0, last ?? bytes.size - 1) ?? [])
    pieces.push(new Uint8Array(piece));
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
    keep(blobs, A, bytesOf('a', MIB), bytesOf('b', MIB), bytesOf('c', 3));
    const whole = 'a'.repeat(MIB) + 'b'.repeat(MIB) + 'ccc';
    expect((await read(blobs, A)) === whole).toBe(true);
    for (const [first, last] of [
      [0, 0],
      [MIB - 2, MIB + 1],
      [2 * MIB - 1, 2 * MIB + 2],
    ] as const) {
      expect((await read(blobs, A, first, last)) === whole.slice(first, last + 1)).toBe(true);
    }
  });

  test('V125 V127 the same bytes take room once, until the last who holds them lets go', () => {
    const blobs = new Blobs(make());
    keep(blobs, A, bytesOf('a', 2 * MIB));
    keep(blobs, A, bytesOf('a', 2 * MIB));
    expect(blobs.size).toBe(2 * MIB);
    const holders = [1, 2, 3].map(() => new LayerStore(blobs));
    for (const one of holders) one.add(A, 2 * MIB);
    expect(blobs.find(A)?.references).toBe(3);
    for (const one of holders.slice(1)) one.release();
    expect(blobs.size).toBe(2 * MIB);
    holders[0]?.release();
    expect([blobs.size, blobs.isEmpty]).toEqual([0, true]);
  });

  test('V132 a blob that does not fit is not taken, and those that are there stay', async () => {
    const blobs = new Blobs(make(), 2 * MIB);
    keep(blobs, A, bytesOf('a', MIB));
    const draft = blobs.draft();
    expect(draft.append(bytesOf('b', MIB))).toBe(true);
    expect(draft.append(bytesOf('b', 1))).toBe(false);
    draft.discard();
    expect(blobs.size).toBe(MIB);
    expect(await read(blobs, A, 0, 1)).toBe('aa');
  });

  test('V134 a pinned blob stays even if nobody holds it', () => {
    const blobs = new Blobs(make());
    keep(blobs, A, bytesOf('a'));
    keep(blobs, B, bytesOf('b'));
    const store = new LayerStore(blobs);
    store.add(A, 1);
    blobs.pin();
    store.add(B, 1);
    store.release();
    expect([blobs.find(A) !== undefined, blobs.find(B)]).toEqual([true, undefined]);
    blobs.unpin();
    expect(blobs.isEmpty).toBe(true);
  });

  test('bytes after a position can be dropped', async () => {
    const blobs = new Blobs(make());
    for (const [digest, length] of [
      [A, 3],
      [B, 2 * MIB],
    ] as const) {
      const draft = blobs.draft();
      for (const letter of 'abc') draft.append(bytesOf(letter, length));
      draft.cut(length + 1);
      draft.append(bytesOf('d'));
      draft.finish(digest);
      expect(await read(blobs, digest, length - 1)).toBe('abd');
    }
    expect(blobs.size).toBe(3 + 2 + 2 * MIB + 2);
  });

  test('bytes may be changed after they were sent', async () => {
    const blobs = new Blobs(make());
    const bytes = bytesOf('a', 3);
    keep(blobs, A, bytes);
    bytes.fill('b');
    expect(await read(blobs, A)).toBe('aaa');
  });
});

describe('V133 a folder', () => {
  test('has files for what is large, named by their digests, and is gone with the last', () => {
    const blobs = new Blobs(new BlobFolder(join(parent, 'made', 'for', 'it')));
    keep(blobs, A, bytesOf('s', MIB - 1));
    expect(filesBelow()).toEqual([]);
    keep(blobs, B, bytesOf('l', MIB));
    expect(filesBelow().map((name) => basename(String(name)))).toContain(`sha256-${'b'.repeat(64)}`);
    const store = new LayerStore(blobs);
    store.add(B, MIB);
    store.release();
    expect(readdirSync(join(parent, 'made', 'for', 'it'))).toEqual([]);
  });

  test('has no file by a name that could lead out of it', () => {
    const blobs = new Blobs(new BlobFolder(parent));
    const draft = blobs.draft();
    draft.append(bytesOf('l', MIB));
    expect(() => draft.finish('sha256:../../x')).toThrow(/not a digest/);
    draft.discard();
    expect(filesBelow()).toEqual([]);
  });

  test('takes bytes that stay as they are while it writes them, in order and as they were cut', async () => {
    const blobs = new Blobs(new BlobFolder(parent));
    const draft = blobs.draft();
    for (const letter of 'abc') draft.append(bytesOf(letter, 2 * MIB), true);
    await draft.written();
    draft.cut(5 * MIB);
    draft.append(bytesOf('d', MIB), true);
    // Not yet written: it is when the blob is there.
    draft.finish(A);
    expect(blobs.size).toBe(6 * MIB);
    const whole = 'a'.repeat(2 * MIB) + 'b'.repeat(2 * MIB) + 'c'.repeat(MIB) + 'd'.repeat(MIB);
    expect((await read(blobs, A)) === whole).toBe(true);
    await draft.written();
    expect((await read(blobs, A)) === whole).toBe(true);
  });

  describe('that lasts', () => {
    const folder = () => new BlobFolder(parent, { lasts: true });
    const opened = () => new Blobs(folder());

    test('is taken over by the next process, without what was not finished', async () => {
      const before = opened();
      keep(before, A, bytesOf('a', 2 * MIB));
      keep(before, B, bytesOf('b'));
      before.draft().append(bytesOf('c', MIB));
      writeFileSync(join(parent, 'notes.txt'), 'of somebody else');
      const after = opened();
      after.takeOver();
      expect(filesBelow().map(String).sort()).toEqual([
        'notes.txt',
        `sha256-${'a'.repeat(64)}`,
        `sha256-${'b'.repeat(64)}`,
      ]);
      expect(after.size).toBe(2 * MIB + 1);
      expect(await read(after, B)).toBe('b');
      expect(await read(after, A, 2 * MIB - 2)).toBe('aa');
    });

    test('keeps of it what the world that is loaded holds', () => {
      const before = opened();
      keep(before, A, bytesOf('a'));
      keep(before, B, bytesOf('b'));
      const storage = folder();
      const after = new Blobs(storage);
      after.takeOver();
      const store = new LayerStore(after);
      store.add(A, 1);
      after.sweep();
      storage.tidy();
      expect(filesBelow()).toEqual([`sha256-${'a'.repeat(64)}`]);
      store.release();
      storage.tidy();
      expect(filesBelow()).toEqual([]);
      keep(after, B, bytesOf('b'));
      storage.tidy();
      expect(filesBelow()).toEqual([`sha256-${'b'.repeat(64)}`]);
    });

    test('removes nothing before it is tidied, and then not what came back meanwhile', async () => {
      const storage = folder();
      const blobs = new Blobs(storage);
      const store = new LayerStore(blobs);
      keep(blobs, A, bytesOf('a'));
      keep(blobs, B, bytesOf('b'));
      store.add(A, 1);
      store.add(B, 1);
      store.remove(A);
      store.remove(B);
      expect(filesBelow()).toHaveLength(2);
      keep(blobs, B, bytesOf('b'));
      storage.tidy();
      expect(filesBelow()).toEqual([`sha256-${'b'.repeat(64)}`]);
      expect(await read(blobs, B)).toBe('b');
    });

    test('releases nothing while a world is built up', () => {
      const before = opened();
      keep(before, A, bytesOf('a'));
      const after = opened();
      after.takeOver();
      const [first, second] = [new LayerStore(after), new LayerStore(after)];
      first.add(A, 1);
      first.release();
      second.add(A, 1);
      after.sweep();
      expect(second.bytesOf(A)).toBeDefined();
    });
  });

  test('keeps nothing of what is given up', () => {
    const blobs = new Blobs(new BlobFolder(parent));
    const draft = blobs.draft();
    draft.append(bytesOf('l', 2 * MIB));
    expect(filesBelow().map(String).join()).toContain('.part');
    draft.discard();
    expect(filesBelow()).toEqual([]);
  });

  test('V136 is read to the end although the bytes are removed meanwhile', async () => {
    const blobs = new Blobs(new BlobFolder(parent));
    keep(blobs, A, bytesOf('a', 3 * MIB));
    const store = new LayerStore(blobs);
    store.add(A, 3 * MIB);
    const reading = blobs.find(A)?.bytes.read(0, 3 * MIB - 1) ?? [];
    store.release();
    expect(blobs.isEmpty).toBe(true);
    let size = 0;
    for await (const piece of reading) size += piece.byteLength;
    expect(size).toBe(3 * MIB);
  });

  (process.platform === 'linux' ? test : test.skip)(
    'lets go of the file that it reads, whole or in part or not at all',
    async () => {
      const blobs = new Blobs(new BlobFolder(parent));
      keep(blobs, A, bytesOf('a', 3 * MIB));
      const open = () => readdirSync('/proc/self/fd').length;
      const reading = () => blobs.find(A)?.bytes.read(0, 3 * MIB - 1);
      const before = open();
      const unread = reading();
      expect(open()).toBe(before + 1);
      unread?.end();
      for await (const piece of reading() ?? []) if (piece.length > 0) break;
      for await (const piece of reading() ?? []) expect(piece.length).toBeGreaterThan(0);
      expect(open()).toBe(before);
    },
  );

  test('that cannot be made is named', () => {
    const draft = new Blobs(new BlobFolder('/dev/null/nowhere')).draft();
    expect(() => draft.append(bytesOf('a', MIB))).toThrow(/^\[fake-ecr\] The folder \/dev\/null\/nowhere/);
  });
});

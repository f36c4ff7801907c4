/** The folder of a world: who uses it, which version wrote it, and whose it is. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Opening, openDataDir } from '../../../src/cli/data-dir/open-data-dir.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fake-ecr-folder-'));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

const OPENING: Opening = {
  options: { layers: 'required', replication: 'instant' },
  version: '0.1.0',
  note: () => undefined,
};
const open = (opening: Partial<Opening> = {}) => openDataDir(folder, { ...OPENING, ...opening });

const lockOf = (holder: object) => writeFileSync(join(folder, 'lock'), JSON.stringify(holder));

describe('a lock', () => {
  test('names the process that holds it, and where that listens', async () => {
    const keeper = await open();
    keeper.servedAt('http://127.0.0.1:4566');
    await expect(open()).rejects.toThrow(
      new RegExp(
        `^\\[fake-ecr\\] The folder ${folder} is in use by process ${process.pid} on ${hostname()}, since .*Z, which listens at http://127\\.0\\.0\\.1:4566\\. Stop that process, or use another folder\\.`,
      ),
    );
    keeper.close();
    (await open()).close();
    expect(readdirSync(folder).sort()).toEqual(['blobs', 'journal-1.ndjson', 'state-1.json']);
  });

  test('of a process that runs counts, and of one that was killed does not', async () => {
    const process = spawn('sleep', ['60']);
    lockOf({ pid: process.pid, host: hostname(), since: '2026-01-01T00:00:00.000Z' });
    await expect(open()).rejects.toThrow(`in use by process ${process.pid} on`);
    process.kill('SIGKILL');
    await once(process, 'exit');
    (await open()).close();
  });

  test('of another computer counts as long as its process shows that it lives', async () => {
    lockOf({ pid: 7, host: 'elsewhere', since: '2026-01-01T00:00:00.000Z' });
    await expect(open()).rejects.toThrow('in use by process 7 on elsewhere');
    const before = new Date(Date.now() - 60_000);
    utimesSync(join(folder, 'lock'), before, before);
    (await open()).close();
  });

  test('that can not be read is taken over', async () => {
    writeFileSync(join(folder, 'lock'), '{"pid":');
    (await open()).close();
  });

  test('is released if the folder is refused afterwards', async () => {
    await expect(open({ fill: () => Promise.reject(new Error('no such seed')) })).rejects.toThrow(
      'no such seed',
    );
    (await open()).close();
  });
});

test('a folder of a newer version is refused by its name, and nothing in it is changed', async () => {
  (await open()).close();
  const path = join(folder, 'state-1.json');
  const state = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...state, fakeEcrData: 2, writtenBy: '3.1.4' }));
  const before = readdirSync(folder);
  await expect(open()).rejects.toThrow(
    `[fake-ecr] The folder ${folder} was written by fake-ecr 3.1.4, in version 2 of its format. This is fake-ecr 0.1.0, which reads up to version 1. Use that version or a newer one, or another folder.`,
  );
  expect(readdirSync(folder)).toEqual(before);
});

test('a folder with files of somebody else is refused, and nothing is added to it', async () => {
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  await expect(open()).rejects.toThrow(
    `[fake-ecr] The folder ${folder} has a file 'notes.txt', and no world of fake-ecr. Give --data-dir an empty folder, or one that it has filled.`,
  );
  expect(readdirSync(folder)).toEqual(['notes.txt']);
});

test('a fresh volume counts as empty', async () => {
  mkdirSync(join(folder, 'lost+found'));
  writeFileSync(join(folder, '.gitkeep'), '');
  (await open()).close();
});

test('a state that is damaged is named', async () => {
  (await open()).close();
  const path = join(folder, 'state-1.json');
  writeFileSync(path, readFileSync(path, 'utf8').slice(0, 40));
  await expect(open()).rejects.toThrow(`[fake-ecr] ${path} can't be read: `);
});

test('a path that is a file is refused', async () => {
  const path = join(folder, 'file');
  writeFileSync(path, '');
  await expect(openDataDir(path, OPENING)).rejects.toThrow(
    `[fake-ecr] The folder ${path} can't keep a world: `,
  );
});

test('a folder that an earlier version wrote is read', async () => {
  for (const [name, text] of Object.entries(OF_FORMAT_1)) writeFileSync(join(folder, name), text);
  const notes: string[] = [];
  const keeper = await open({ note: (line) => void notes.push(line) });
  expect(notes).toEqual([]);
  const [registry] = [keeper.world.registry('111122223333', 'us-east-1')];
  expect(registry.repository('app').name).toBe('app');
  expect(registry.repository('later').name).toBe('later');
  keeper.close();
});

/** As fake-ecr 0.1.0 wrote it: a state with the repository `app`, and a journal in which `later` is created. */
const OF_FORMAT_1: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(join(__dirname, 'folder-of-format-1.json'), 'utf8'),
) as Record<string, string>;

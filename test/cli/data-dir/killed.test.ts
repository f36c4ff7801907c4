/** A server with a folder that is killed in the middle of pushes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProgram, surviveKills } from '../../support/killed-server.js';

/** `npm run soak:restart` kills it a hundred times. */
const KILLS = 10;

const folder = mkdtempSync(join(tmpdir(), 'fake-ecr-killed-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('killed at any moment, nothing that was answered is lost, and nothing is there by half', async () => {
  const answered = await surviveKills(buildProgram(), join(folder, 'data'), KILLS);
  expect(answered).toBeGreaterThan(KILLS);
}, 120_000);

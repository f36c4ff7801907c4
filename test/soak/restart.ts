/**
 * Kills an endpoint with a folder a hundred times, or as often as is asked for, while clients push: nothing that was
 * answered may be lost, and nothing may be there by half. `npm run soak:restart`, `npm run soak:restart -- 500`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProgram, surviveKills } from '../support/killed-server.js';

const KILLS = Number(process.argv[2] ?? 100);
const folder = mkdtempSync(join(tmpdir(), 'fake-ecr-restart-'));
const answered = await surviveKills(buildProgram(), join(folder, 'data'), KILLS, (line) => console.log(line));
console.log(`${KILLS} kills, ${answered} changes answered, none lost.`);
rmSync(folder, { recursive: true });

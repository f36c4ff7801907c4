/**
 * What things cost, as ratios in one run; medians. `npm run bench` prints tables and writes reports/bench.json;
 * `npm run bench -- growth memory` runs some sections; `--large` goes up to 1 000 000 images. Nothing is asserted:
 * machines are noisy.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Row } from './measure.js';
import { bulk } from './sections/bulk.js';
import { bytes } from './sections/bytes.js';
import { deployments } from './sections/deploy.js';
import { everyOperation } from './sections/every-operation.js';
import { fanOut } from './sections/fan-out.js';
import { growth } from './sections/growth.js';
import { importTime } from './sections/import-time.js';
import { memory } from './sections/memory.js';
import { modelAlone } from './sections/model-alone.js';
import { policies } from './sections/policies.js';
import { registry } from './sections/registry.js';
import { wholeWorld } from './sections/whole-world.js';

const isLarge = process.argv.includes('--large');
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

const SECTIONS: Readonly<Record<string, () => Row[] | Promise<Row[]>>> = {
  operations: everyOperation,
  model: modelAlone,
  growth: () => growth([1000, 10_000, 100_000, ...(isLarge ? [1_000_000] : [])]),
  'fan-out': fanOut,
  bulk: () => bulk(100_000),
  world: () => wholeWorld(10_000),
  deploy: () => deployments(500),
  policies,
  memory: () => memory(100_000),
  bytes,
  import: importTime,
  registry: () => registry(),
};

const unknown = wanted.filter((name) => !(name in SECTIONS));
if (unknown.length > 0) {
  console.error(`no section ${unknown.join(', ')}; there are ${Object.keys(SECTIONS).join(', ')}`);
  process.exit(2);
}

const report: Record<string, Row[]> = {};
for (const [name, run] of Object.entries(SECTIONS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const rows = (report[name] = await run());
  console.log(`\n${name}`);
  console.table(rows.map(printed));
}
const all = Object.values(report).flat();
const judged = all.filter((row) => row.budget !== undefined);
console.log(`\n${judged.filter(holds).length} of ${judged.length} budgets held in this run`);
mkdirSync('reports', { recursive: true });
const machine = { node: process.version, platform: process.platform, arch: process.arch };
writeFileSync('reports/bench.json', `${JSON.stringify({ machine, ...report }, null, 2)}\n`);

function printed(row: Row): Record<string, unknown> {
  const { what, value, unit, ratio, against, budget } = row;
  return {
    what,
    median: `${value < 100 ? value.toFixed(2) : Math.round(value)} ${unit}`,
    ratio: ratio === undefined ? '' : `${ratio.toFixed(2)} x ${against ?? ''}`,
    budget:
      budget === undefined ? '' : `${budget.of === 'ratio' ? 'x ' : ''}${Number(budget.most.toPrecision(3))}`,
    holds: budget === undefined ? '' : holds(row) ? 'yes' : 'NO',
  };
}

function holds({ value, ratio, budget }: Row): boolean {
  return budget === undefined || (budget.of === 'ratio' ? (ratio ?? Infinity) : value) <= budget.most;
}

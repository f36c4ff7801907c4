/** What became of the lanes, as tables: a row for each combination, a column for each version beside it. */
import type { Lane } from './lanes.js';

export interface Outcome {
  readonly lane: Lane;
  readonly result: 'ok' | 'FAILED' | 'refused' | 'not run';
  /** For those that were not run. */
  readonly why?: string;
}

/** @returns the tables, and a line for each reason why lanes were not run */
export function outcomeTables(outcomes: readonly Outcome[]): string {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const group = outcome.lane.name.split(' ')[0] as string;
    groups.set(group, [...(groups.get(group) ?? []), outcome]);
  }
  const reasons = new Set(
    outcomes.flatMap(({ lane, result, why }) => (why === undefined ? [] : `${result}: ${lane.name}: ${why}`)),
  );
  return [...[...groups].map(([group, some]) => `\n${group}\n${table(some)}`), '', ...reasons].join('\n');
}

function table(outcomes: readonly Outcome[]): string {
  const rows = [...new Set(outcomes.map(({ lane }) => lane.row))];
  const columns = [...new Set(outcomes.map(({ lane }) => lane.column))];
  const cell = (row: string, column: string) =>
    outcomes.find(({ lane }) => lane.row === row && lane.column === column)?.result ?? '';
  const cells = [
    ['', ...columns],
    ...rows.map((row) => [row, ...columns.map((column) => cell(row, column))]),
  ];
  const widths = ['', ...columns].map((_, at) =>
    Math.max(...cells.map((line) => (line[at] as string).length)),
  );
  return cells
    .map((line) =>
      line
        .map((text, at) => text.padEnd(widths[at] as number))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

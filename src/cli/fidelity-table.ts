import type { Outcome, Shown } from '../verify/fidelity/recording.js';
import type { Run } from '../verify/fidelity/run.js';

/** How much of what was seen is shown, where both say the same and where they do not. */
const SHORT = 100;
const LONG = 600;

/** Differences last: they are what somebody came for, and the end is what a terminal shows. */
const ORDER: readonly Outcome[] = ['skipped', 'agrees', 'failed', 'differs'];

/** The lines of a table: each statement, what the fake says, what ECR said, and whether they agree. */
export function tableOf({ shown, isComplete }: Run, output: string): readonly string[] {
  const width = Math.max(...shown.map(({ id }) => id.length), 2);
  const rows = [...shown].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  const count = (outcome: Outcome) => shown.filter((one) => one.outcome === outcome).length;
  return [
    ...rows.flatMap((one) => rowOf(one, width)),
    `${shown.length} statements${isComplete ? '' : ' so far'}: ${count('agrees')} agree, ${count('differs')} differ, ${count('failed')} failed, ${count('skipped')} skipped. The recording is in ${output}.`,
  ];
}

function rowOf({ id, title, grade, outcome, fake, ecr, reason }: Shown, width: number): readonly string[] {
  const head = `${outcome.padEnd(7)}  ${id.padEnd(width)}  ${grade.padEnd(7)}  ${title}`;
  const indent = ' '.repeat(9);
  if (outcome === 'agrees') return [head, `${indent}both  ${cut(fake, SHORT)}`];
  const seen =
    outcome === 'differs' ? [`${indent}fake  ${cut(fake, LONG)}`, `${indent}ECR   ${cut(ecr, LONG)}`] : [];
  return [head, ...seen, ...(reason === undefined ? [] : [`${indent}${reason}`])];
}

function cut(value: unknown, length: number): string {
  const text = JSON.stringify(value);
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

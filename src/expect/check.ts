import type { Witness } from '../ecr/witness.js';
import { isKind } from '../lib/handle-kind.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { RegistrySubject, RepositorySubject } from './subjects.js';

/** A name in an assertion of which nothing was ever heard in the world. */
export interface UnknownName {
  /** For example `the repository 'paymnets', which has never been in this world`. */
  readonly what: string;
  /** What may have been meant, as full sentences. */
  readonly advice: string;
}

/** What an assertion found, before any runner words it. */
export interface Check {
  readonly pass: boolean;
  /** Whether there was anything of what was asked for, in whatever number. */
  readonly found: boolean;
  readonly expected: string;
  readonly received: string;
  /** Why it is so: one line each. */
  readonly reasons: readonly string[];
  /** Who writes down what was looked at. */
  readonly witness: Witness;
  /** Why what is known does not decide it; absent if it does. */
  readonly doubt?: string | undefined;
  /** Looked for where nothing was found and nothing was to be: that nothing is there says nothing then. */
  readonly unknown?: () => UnknownName | undefined;
}

/**
 * Where an assertion holds since nothing is there: refuses what was never there to be denied, and otherwise writes
 * down what was looked at, for the timeline.
 *
 * @param subject what was asserted on
 * @throws FakeEcrError that names it, and the nearest name there is; also if the answer is no longer known
 */
export function requireNews(check: Check, isNot: boolean, who: string, hint: string, subject: unknown): void {
  if (check.pass === isNot) return;
  if (check.doubt !== undefined) {
    throw new FakeEcrError(
      `${who} can't be answered: ${check.doubt}.`,
      'Have more kept (serve({ journal }), or --journal on the command line), or reset before what is asked about.',
    );
  }
  if (check.pass && check.found) return;
  const unknown = check.found ? undefined : check.unknown?.();
  if (unknown !== undefined) {
    throw new FakeEcrError(`${who} was asked about ${unknown.what}: it would always pass.`, unknown.advice);
  }
  check.witness.note(registryOf(subject), `${hint} holds: ${check.received}`);
}

function registryOf(subject: unknown): string {
  if (isKind(subject, 'registry')) return (subject as RegistrySubject).key;
  return isKind(subject, 'repository') ? (subject as RepositorySubject).registry.key : '';
}

/** The text of a failed assertion: what was expected, what is there, and why. */
export function renderCheck(check: Check, hint: string, isNot = false): string {
  const lines = [
    hint,
    '',
    `Expected: ${isNot ? 'not ' : ''}${check.expected}`,
    `Received: ${check.received}`,
  ];
  const reasons = check.doubt === undefined ? check.reasons : [check.doubt, ...check.reasons];
  if (reasons.length > 0) lines.push('', 'Why:', ...reasons.map((line) => `  ${line}`));
  return lines.join('\n');
}

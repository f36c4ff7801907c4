import type { RegistryHandle } from '../handles/registry-handle.js';
import type { RepositoryHandle } from '../handles/repository-handle.js';
import type { Witness } from '../ecr/witness.js';
import { isKind } from '../lib/handle-kind.js';
import { FakeEcrError } from '../lib/misuse.js';
import { KEEP_MORE } from './times.js';
import { type ImageInQuestion, whatHappenedTo } from './what-happened.js';

/** A name in an assertion that never occurred in the world. */
export interface UnknownName {
  /** For example `the repository 'paymnets', which has never been in this world`. */
  readonly what: string;
  /** What follows for a negated assertion; `it would always pass` when absent. */
  readonly conclusion?: string;
  /** Suggestions, as full sentences. */
  readonly advice: string;
}

/** The result of an assertion, before it is formatted for a runner. */
export interface Check {
  readonly pass: boolean;
  /** Whether there was anything that matches, in any number. */
  readonly found: boolean;
  readonly expected: string;
  readonly received: string;
  /** The reasons, one line each. */
  readonly reasons: readonly string[];
  /** Records what was asserted. */
  readonly witness: Witness;
  /** The image that the assertion is about, if it is about one. */
  readonly about?: ImageInQuestion;
  /** Why the available data is not enough for an answer; absent if it is. */
  readonly doubt?: string | undefined;
  /**
   * Called if an assertion that something is absent passes: finds names that never existed, for which it always
   * would.
   */
  readonly unknown?: () => UnknownName | undefined;
}

/**
 * For an assertion that passes because something is absent: refuses names that never existed, and otherwise records
 * it for the timeline.
 *
 * @param subject what was asserted on
 * @throws FakeEcrError with the name and the nearest existing one; also if the answer is no longer known
 */
export function requireNews(check: Check, isNot: boolean, who: string, hint: string, subject: unknown): void {
  if (check.pass === isNot) return;
  if (check.doubt !== undefined) {
    throw new FakeEcrError(`${who} can't be answered: ${check.doubt}.`, KEEP_MORE);
  }
  if (check.pass && check.found) return;
  const unknown = check.found ? undefined : check.unknown?.();
  if (unknown !== undefined) {
    throw new FakeEcrError(
      `${who} was asked about ${unknown.what}: ${unknown.conclusion ?? 'it would always pass'}.`,
      unknown.advice,
    );
  }
  check.witness.note(registryOf(subject), `${hint} holds: ${check.received}`);
}

function registryOf(subject: unknown): string {
  if (isKind(subject, 'registry')) return (subject as RegistryHandle).key;
  return isKind(subject, 'repository') ? (subject as RepositoryHandle).registry.key : '';
}

/** The message of a failed assertion: what was expected, what was received, why, and what happened to the image. */
export function renderCheck(check: Check, hint: string, isNot = false): string {
  const lines = [
    hint,
    '',
    `Expected: ${isNot ? 'not ' : ''}${check.expected}`,
    `Received: ${check.received}`,
  ];
  const reasons = check.doubt === undefined ? check.reasons : [check.doubt, ...check.reasons];
  if (reasons.length > 0) lines.push('', 'Why:', ...reasons.map((line) => `  ${line}`));
  const [heading, ...happened] = check.about === undefined ? [] : whatHappenedTo(check.about, check.witness);
  if (heading !== undefined) lines.push('', heading, ...happened.map((line) => `  ${line}`));
  return lines.join('\n');
}

import { MisuseError } from '../domain/misuse.js';

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
  /** Looked for where nothing was found and nothing was to be: that nothing is there says nothing then. */
  readonly unknown?: () => UnknownName | undefined;
}

/**
 * Refuses an assertion that holds for nothing: what it denies was never there to be denied.
 *
 * @throws MisuseError that names it, and the nearest name there is
 */
export function requireNews(check: Check, isNot: boolean, who: string): void {
  if (check.found || check.pass === isNot) return;
  const unknown = check.unknown?.();
  if (unknown === undefined) return;
  throw new MisuseError(`${who} was asked about ${unknown.what}: it would always pass.`, unknown.advice);
}

/** The text of a failed assertion: what was expected, what is there, and why. */
export function renderCheck(check: Check, hint: string, isNot = false): string {
  const lines = [
    hint,
    '',
    `Expected: ${isNot ? 'not ' : ''}${check.expected}`,
    `Received: ${check.received}`,
  ];
  if (check.reasons.length > 0) lines.push('', 'Why:', ...check.reasons.map((line) => `  ${line}`));
  return lines.join('\n');
}

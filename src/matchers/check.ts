/** What an assertion found, before any runner words it. */
export interface Check {
  readonly pass: boolean;
  /** What was asked, for example `payments:v1 at 444455556666/eu-west-1`. */
  readonly subject: string;
  /** What the assertion wants, for example `to be replicated`. */
  readonly expectation: string;
  readonly expected: string;
  readonly received: string;
  /** Why it is so: one line each. */
  readonly reasons: readonly string[];
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

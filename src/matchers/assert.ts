import { AssertionError } from 'node:assert';
import { type Check, renderCheck } from './check.js';

/** Throws what every runner understands, with the whole explanation as its message. */
export function assertCheck(check: Check, hint: string, isNot = false): void {
  if (check.pass !== isNot) return;
  throw new AssertionError({
    message: renderCheck(check, hint, isNot),
    actual: check.received,
    expected: check.expected,
    operator: hint,
  });
}

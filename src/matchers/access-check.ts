import type { AccessVerdict } from '../engines/policy/explain-access.js';
import type { Check } from './check.js';

/** May the principal do it? The verdict is the explanation. */
export function checkAllowed(verdict: AccessVerdict, subject: string): Check {
  return {
    pass: verdict.allowed,
    subject,
    expectation: 'to allow',
    expected: `${verdict.question} to be allowed`,
    received: `${verdict.allowed ? 'allowed' : 'denied'}, ${verdict.reason}`,
    reasons: verdict.text.split('\n').slice(1),
  };
}

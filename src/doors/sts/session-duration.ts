import type { Outcome } from '../../domain/failure.js';
import type { Role } from '../../directory/role.js';
import { validationError } from './sts-failures.js';

/** Seconds [docs]. */
const DEFAULT = 3600;
const CHAINED = 3600;

/**
 * How long a session of a role lasts.
 *
 * @param requested seconds; the default applies where absent
 * @param role sets a maximum
 * @param isChained whether a session of another role assumes it
 * @returns seconds, or the refusal of a duration that is too long
 */
export function sessionDuration(
  requested: number | undefined,
  role: Role,
  isChained: boolean,
): Outcome<number> {
  const duration = Number(requested ?? DEFAULT);
  if (isChained && duration > CHAINED) {
    return validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  if (duration > role.maxSessionDuration) {
    return validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  return duration;
}

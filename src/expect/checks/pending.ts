import type { Witness } from '../../ecr/witness.js';
import type { Check } from '../check.js';
import type { PendingReplication } from '../subjects.js';

/** Whether replications are pending, in total or to one registry. */
export function checkPending(
  witness: Witness,
  pending: readonly PendingReplication[],
  scope: { readonly to?: string; readonly count?: number | undefined },
): Check {
  const { to, count } = scope;
  const selected = to === undefined ? pending : pending.filter((one) => one.destination === to);
  const number = count === undefined ? '' : ` exactly ${count}`;
  return {
    pass: count === undefined ? selected.length > 0 : selected.length === count,
    witness,
    found: selected.length > 0,
    expected: `${number.trim() === '' ? '' : `${number.trim()} `}pending replications${to === undefined ? '' : ` to ${to}`}`,
    received: selected.length === 0 ? 'none' : String(selected.length),
    reasons: selected.map((one) => one.text),
  };
}

import type { Witness } from '../../ecr/witness.js';
import { type Unused, describeUnused } from '../../service/declarations.js';
import type { Check } from '../check.js';

/** Was something declared and not used so far? */
export function checkUnused(witness: Witness, unused: readonly Unused[]): Check {
  return {
    pass: unused.length > 0,
    witness,
    found: unused.length > 0,
    expected: 'faults or overrides that were declared and not used',
    received: unused.length === 0 ? 'nothing is unused' : `${unused.length} unused`,
    reasons: unused.flatMap((one) => {
      const [first = '', ...rest] = describeUnused(one);
      return [first, ...rest.map((line) => `  ${line}`)];
    }),
  };
}

import { FakeEcrError } from '../../lib/misuse.js';
import { type Step, formatOrigin, formatSteps } from '../../world/written-origin.js';
import { nearest } from '../../lib/nearest.js';

/** A place in what is deployed: which resource of which source. */
export interface ResourcePlace {
  readonly source: string;
  readonly id: string;
}

/** An error of a deployment that begins with the place of the fault: `Source › Replication › Properties…`. */
export function refuse(
  place: ResourcePlace,
  steps: readonly Step[],
  problem: string,
  advice = '',
): FakeEcrError {
  const where = formatOrigin({ ...place, path: formatSteps(steps) });
  return new FakeEcrError(
    `${where}${/^(is|was|has|lacks|must) /.test(problem) ? ' ' : ': '}${problem}`,
    advice,
  );
}

/** `Did you mean …?`, or what there is. */
export function didYouMean(name: string, known: readonly string[]): string {
  const best = nearest(name, known);
  if (best !== undefined) return `Did you mean ${best}?`;
  return known.length === 0 ? '' : `There are: ${known.slice(0, 20).join(', ')}.`;
}

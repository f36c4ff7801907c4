import { type Failure, invalidParameter } from '../domain/failure.js';
import { type Check, type Stage, checkOfInput } from './check-stage.js';
import { type OperationName } from './facts.js';

/** The order in which the service is taken to look [assumed]. */
const STAGES: readonly Stage[] = ['presence', 'framework', 'scalars'];

const checks = new Map<OperationName, readonly Check[]>();

/**
 * The first constraint of the API that an input violates, worded as the service does: required members come
 * first, then enumerations, sizes of lists, ranges of numbers and entries of lists, then lengths and
 * expressions.
 *
 * @param operation whose input it is
 * @param input as `readInput` made it
 * @returns an InvalidParameterException, or undefined where all constraints are kept
 */
export function checkInput(operation: OperationName, input: Record<string, unknown>): Failure | undefined {
  let stages = checks.get(operation);
  if (stages === undefined) {
    stages = STAGES.map((stage) => checkOfInput(operation, stage)).filter((check) => check !== undefined);
    checks.set(operation, stages);
  }
  for (const stage of stages) {
    const violation = stage(input);
    if (violation !== undefined) return invalidParameter(violation.field, violation.constraint);
  }
  return undefined;
}

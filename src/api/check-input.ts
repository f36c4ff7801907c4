import { type Failure, invalidParameter } from '../aws/failure.js';
import {
  type Constraint,
  allTexts,
  firstOf,
  lengthWithin,
  matching,
  oneOf,
  patternsAnsweredByFailures,
  valueWithin,
} from './constraint.js';
import { type OperationName, inputShape, shapeNamed } from './facts.js';
import type { ApiShape, ListShape, Member, ScalarShape, StructureShape } from './shape.js';
import {
  type Family,
  familyOf,
  missing,
  nameOfEntries,
  pathInEntry,
  spokenName,
  wrongEntry,
} from './wording.js';

/**
 * One way over the input: for required members; for what the framework checks (enumerations, sizes of lists,
 * ranges of numbers, entries of lists); for the lengths and expressions of scalars.
 */
export type CheckStage = 'presence' | 'framework' | 'scalars';

export interface Violation {
  /** The place, as it stands in the message. */
  readonly field: string;
  readonly constraint: string;
  /** The field is named without a path. */
  readonly plain?: boolean;
}

export type ConstraintCheck = (value: unknown) => Violation | undefined;

interface Walk {
  readonly stage: CheckStage;
  /** Whether the patterns of the live service count as violations here, or the operation checks them itself. */
  readonly live: boolean;
}

/** What one stage has to check in an operation's input; undefined if there is nothing. */
function checkOfInput(operation: OperationName, stage: CheckStage): ConstraintCheck | undefined {
  const walk: Walk = { stage, live: !patternsAnsweredByFailures.has(operation) };
  const input = inputShape(operation);
  return stepsThrough(inOrder(input.members, stage), undefined, walk);
}

/** Scalar members that are checked before all others [assumed]. */
const SCALARS_FIRST = ['registryId', 'repositoryName', 'repositoryNames'];

function inOrder(members: readonly Member[], stage: CheckStage): readonly Member[] {
  if (stage !== 'scalars') return members;
  const rank = ({ name }: Member): number => {
    const at = SCALARS_FIRST.indexOf(name);
    return at === -1 ? SCALARS_FIRST.length : at;
  };
  return [...members].sort((a, b) => rank(a) - rank(b));
}

interface Step {
  readonly name: string;
  readonly check: ConstraintCheck;
}

function stepsThrough(
  members: readonly Member[],
  structure: StructureShape | undefined,
  walk: Walk,
): ConstraintCheck | undefined {
  const steps: Step[] = [];
  for (const member of members) {
    const check = checkOfMember(member, structure, walk);
    if (check !== undefined) steps.push({ name: member.name, check });
  }
  if (steps.length === 0) return undefined;
  return (value) => {
    const members = value as Record<string, unknown>;
    for (const { name, check } of steps) {
      const violation = check(members[name]);
      if (violation !== undefined) return violation;
    }
    return undefined;
  };
}

/** The check of a member's value, present or not. */
function checkOfMember(
  member: Member,
  structure: StructureShape | undefined,
  walk: Walk,
): ConstraintCheck | undefined {
  const family = familyOf(member.name, structure?.name);
  const within = checkOfValue(shapeNamed(member.target), member.name, family, walk);
  if (walk.stage === 'presence' && member.required) {
    const absent = violationAt(member.name, missing(member.name, family), family);
    return (value) => (value === undefined ? absent : within?.(value));
  }
  return within === undefined ? undefined : (value) => (value === undefined ? undefined : within(value));
}

function violationAt(member: string, constraint: string, family: Family): Violation {
  return { field: spokenName(member), constraint, plain: family === 'service' };
}

function checkOfValue(
  shape: ApiShape,
  name: string,
  family: Family,
  walk: Walk,
): ConstraintCheck | undefined {
  switch (shape.type) {
    case 'structure': {
      const within = stepsThrough(shape.members, shape, walk);
      return within && ((value) => prefixed(within(value), (rest) => `${spokenName(name)}.${rest}`));
    }
    case 'list':
      return checkOfList(shape, name, walk);
    case 'map':
      return undefined;
    default:
      return reporting(constraintOf(shape, name, family, walk), name, family);
  }
}

function reporting<T>(
  constraint: Constraint<T> | undefined,
  name: string,
  family: Family,
): ConstraintCheck | undefined {
  if (constraint === undefined) return undefined;
  return (value) => {
    const violated = constraint(value as T);
    return violated === undefined ? undefined : violationAt(name, violated, family);
  };
}

/** A nested violation: its path is built on the way out. */
function prefixed(violation: Violation | undefined, path: (rest: string) => string): Violation | undefined {
  if (violation === undefined || violation.plain) return violation;
  return { ...violation, field: path(violation.field) };
}

function constraintOf(
  shape: ScalarShape,
  name: string,
  family: Family,
  { stage, live }: Walk,
): Constraint<never> | undefined {
  const isNumber = shape.type === 'integer' || shape.type === 'long' || shape.type === 'double';
  if (stage === 'framework') return isNumber ? valueWithin(shape) : oneOf(shape);
  if (stage === 'scalars' && !isNumber) {
    return firstOf([lengthWithin(shape, family), matching(shape, name, family, live)]);
  }
  return undefined;
}

function checkOfList(shape: ListShape, name: string, walk: Walk): ConstraintCheck | undefined {
  const size = walk.stage === 'framework' ? lengthWithin(shape, 'framework') : undefined;
  const entries = checkOfEntries(shapeNamed(shape.entry), name, walk);
  const ofSize = reporting(size, name, 'framework');
  if (ofSize === undefined || entries === undefined) return ofSize ?? entries;
  return (value) => ofSize(value) ?? entries(value);
}

function checkOfEntries(entry: ApiShape, name: string, walk: Walk): ConstraintCheck | undefined {
  if (entry.type === 'structure') {
    const within = stepsThrough(entry.members, entry, walk);
    return (
      within &&
      eachOf((value, index) => prefixed(within(value), (rest) => pathInEntry(spokenName(name), index, rest)))
    );
  }
  if (entry.type === 'list' || entry.type === 'map') return undefined;
  const reportedAs = nameOfEntries(name);
  if (reportedAs !== undefined) {
    const check = checkOfValue(entry, reportedAs, familyOf(reportedAs), walk);
    return check && eachOf(check);
  }
  return walk.stage === 'framework' ? wrappedEntries(entry, name) : undefined;
}

/** Entries that are scalars: a violation counts as one of the list. */
function wrappedEntries(entry: ScalarShape, name: string): ConstraintCheck | undefined {
  const constraint = firstOf([
    oneOf(entry),
    lengthWithin(entry, 'framework'),
    matching(entry, name, 'framework', false),
  ]);
  if (constraint === undefined) return undefined;
  const violation = violationAt(name, wrongEntry(allTexts(entry)), 'framework');
  return eachOf((value) => (constraint(value as string) === undefined ? undefined : violation));
}

function eachOf(check: (value: unknown, index: number) => Violation | undefined): ConstraintCheck {
  return (value) => {
    const list = value as readonly unknown[];
    for (let index = 0; index < list.length; index++) {
      const violation = check(list[index], index);
      if (violation !== undefined) return violation;
    }
    return undefined;
  };
}

/** The order in which the service is assumed to check [assumed]. */
const STAGES: readonly CheckStage[] = ['presence', 'framework', 'scalars'];

const checks = new Map<OperationName, readonly ConstraintCheck[]>();

/**
 * The first constraint of the API that an input violates, worded as the service does: required members come
 * first, then enumerations, sizes of lists, ranges of numbers and entries of lists, then lengths and
 * expressions.
 *
 * @param operation whose input it is
 * @param input as `readInput` made it
 * @returns an InvalidParameterException, or undefined if all constraints are kept
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

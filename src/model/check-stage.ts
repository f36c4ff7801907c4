import {
  allTexts,
  type Constraint,
  firstOf,
  lengthWithin,
  matching,
  oneOf,
  valueWithin,
} from './constraint.js';
import { type OperationName, inputShape, shapeNamed } from './facts.js';
import { patternsAnsweredByFailures } from './live-constraints.js';
import type { ListShape, Member, ScalarShape, Shape, StructureShape } from './shape.js';
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
export type Stage = 'presence' | 'framework' | 'scalars';

export interface Violation {
  /** Where, as the message has it. */
  readonly field: string;
  readonly constraint: string;
  /** The field is named without a path. */
  readonly plain?: boolean;
}

export type Check = (value: unknown) => Violation | undefined;

interface Walk {
  readonly stage: Stage;
  /** Whether the patterns of the live service are violations, or the operation's own business. */
  readonly live: boolean;
}

/** What one stage has to look at in an operation's input; undefined where there is nothing. */
export function checkOfInput(operation: OperationName, stage: Stage): Check | undefined {
  const walk: Walk = { stage, live: !patternsAnsweredByFailures.has(operation) };
  const input = inputShape(operation);
  return stepsThrough(inOrder(input.members, stage), undefined, walk);
}

/** Members that are looked at before all others when it comes to scalars [assumed]. */
const SCALARS_FIRST = ['registryId', 'repositoryName', 'repositoryNames'];

function inOrder(members: readonly Member[], stage: Stage): readonly Member[] {
  if (stage !== 'scalars') return members;
  const rank = ({ name }: Member): number => {
    const at = SCALARS_FIRST.indexOf(name);
    return at === -1 ? SCALARS_FIRST.length : at;
  };
  return [...members].sort((a, b) => rank(a) - rank(b));
}

interface Step {
  readonly name: string;
  readonly check: Check;
}

function stepsThrough(
  members: readonly Member[],
  structure: StructureShape | undefined,
  walk: Walk,
): Check | undefined {
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
function checkOfMember(member: Member, structure: StructureShape | undefined, walk: Walk): Check | undefined {
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

function checkOfValue(shape: Shape, name: string, family: Family, walk: Walk): Check | undefined {
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
): Check | undefined {
  if (constraint === undefined) return undefined;
  return (value) => {
    const violated = constraint(value as T);
    return violated === undefined ? undefined : violationAt(name, violated, family);
  };
}

/** A violation further in: its path is put together on the way out. */
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

function checkOfList(shape: ListShape, name: string, walk: Walk): Check | undefined {
  const size = walk.stage === 'framework' ? lengthWithin(shape, 'framework') : undefined;
  const entries = checkOfEntries(shapeNamed(shape.entry), name, walk);
  const ofSize = reporting(size, name, 'framework');
  if (ofSize === undefined || entries === undefined) return ofSize ?? entries;
  return (value) => ofSize(value) ?? entries(value);
}

function checkOfEntries(entry: Shape, name: string, walk: Walk): Check | undefined {
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

/** Entries that are scalars: any violation is one of the list. */
function wrappedEntries(entry: ScalarShape, name: string): Check | undefined {
  const constraint = firstOf([
    oneOf(entry),
    lengthWithin(entry, 'framework'),
    matching(entry, name, 'framework', false),
  ]);
  if (constraint === undefined) return undefined;
  const violation = violationAt(name, wrongEntry(allTexts(entry)), 'framework');
  return eachOf((value) => (constraint(value as string) === undefined ? undefined : violation));
}

function eachOf(check: (value: unknown, index: number) => Violation | undefined): Check {
  return (value) => {
    const list = value as readonly unknown[];
    for (let index = 0; index < list.length; index++) {
      const violation = check(list[index], index);
      if (violation !== undefined) return violation;
    }
    return undefined;
  };
}

import { factShape, facts } from './api-facts.js';
import { shortestMatch, textOf, valid } from './valid-input.js';

type Members = Record<string, unknown>;

/** The order in which the service looks. */
type Stage = 1 | 2 | 3;

interface Change {
  readonly title: string;
  /** The member of the input that it sits in. */
  readonly top: string;
  apply(input: Members): void;
}

/** A value just outside of a constraint. */
export interface Violation extends Change {
  readonly stage: Stage;
  /** What the message has to name: the member, and what of the constraint. */
  readonly member: string;
  readonly hint: string;
}

export interface Cases {
  readonly outside: Violation[];
  /** Values on a bound, which keep the constraint. */
  readonly inside: Change[];
}

/** The way to a value: names of members, and positions in lists. */
type Path = readonly (string | number)[];

/** Every constraint of an operation's input, however deep. */
export function casesOf(operation: string): Cases {
  const cases: Cases = { outside: [], inside: [] };
  collectMembers(facts.operations[operation]?.input ?? '', [], { operation, cases });
  return cases;
}

interface Collection {
  readonly operation: string;
  readonly cases: Cases;
}

function collectMembers(structure: string, path: Path, collection: Collection): void {
  const shape = factShape(structure);
  for (const [member, target] of Object.entries(shape.members ?? {})) {
    const here = [...path, member];
    if (shape.required?.includes(member)) {
      for (const absent of [undefined, null]) {
        collection.cases.outside.push(outside(here, 1, `is ${absent}`, 'null', () => absent));
      }
    }
    collect(target, here, collection);
  }
}

function collect(target: string, path: Path, collection: Collection): void {
  const { outside: wrong, inside } = collection.cases;
  const shape = factShape(target);
  const within = (title: string, value: () => unknown): void => {
    inside.push({ title: `${path.join('.')} ${title}`, top: String(path[0]), apply: setter(path, value) });
  };
  const sized = (stage: Stage, unit: string, make: (size: number) => unknown): void => {
    const { min = 0, max } = shape;
    if (min > 0) {
      if (min >= shortestMatch(target)) within(`has ${min} ${unit}`, () => make(min));
      wrong.push(outside(path, stage, `has ${min - 1} ${unit}`, `${min}`, () => make(min - 1)));
    }
    if (max !== undefined) {
      within(`has ${max} ${unit}`, () => make(max));
      wrong.push(outside(path, stage, `has ${max + 1} ${unit}`, `${max}`, () => make(max + 1)));
    }
  };

  switch (shape.type) {
    case 'structure':
      return collectMembers(target, path, collection);
    case 'list': {
      const entry = shape.member ?? '';
      sized(2, 'entries', (size) => Array.from({ length: size }, () => valid(entry)));
      return collect(entry, [...path, 1], collection);
    }
    case 'blob':
      return sized(3, 'bytes', (length) => new Uint8Array(length));
    case 'integer':
    case 'long': {
      const { min, max } = shape;
      if (min !== undefined) {
        within(`is ${min}`, () => min);
        wrong.push(outside(path, 2, `is ${min - 1}`, `${min}`, () => min - 1));
      }
      if (max !== undefined) {
        within(`is ${max}`, () => max);
        wrong.push(outside(path, 2, `is ${max + 1}`, `${max}`, () => max + 1));
      }
      return;
    }
    case 'string': {
      const stage = stageOfTexts(path);
      sized(stage, 'characters', (length) => textOf(target, length));
      if (shape.enum !== undefined) {
        for (const value of shape.enum) {
          within(`is ${value}`, () => value);
          wrong.push(outside(path, 2, `is not a value, but there is ${value}`, value, () => 'BAD'));
        }
      }
      if (hasPattern(target, collection.operation)) {
        const value = (): string => `${textOf(target).slice(0, -1)}!`;
        wrong.push(outside(path, stage, 'does not match', 'regular expression', value));
      }
    }
  }
}

function outside(path: Path, stage: Stage, what: string, hint: string, value: () => unknown): Violation {
  const names = path.filter((step) => typeof step === 'string');
  const member = names.at(-1) ?? '';
  return {
    title: `${path.join('.')} ${what}`,
    top: String(path[0]),
    stage,
    member: member === 'repositoryNames' && path.length > 1 ? 'repositoryName' : member,
    hint,
    apply: setter(path, value),
  };
}

function setter(path: Path, value: () => unknown): (input: Members) => void {
  return (input) => {
    const holder = path.slice(0, -1).reduce<unknown>((at, step) => (at as Members)[step], input);
    (holder as Members)[path.at(-1) ?? ''] = value();
  };
}

/** Texts in a list are the list's business and so looked at earlier, but not the names of repositories. */
function stageOfTexts(path: Path): Stage {
  const inList = typeof path.at(-1) === 'number';
  return inList && path[0] !== 'repositoryNames' ? 2 : 3;
}

/** Two expressions are live though the model lacks them, but not where rows of `failures` report them. */
function hasPattern(shapeName: string, operation: string): boolean {
  const isLive = shapeName === 'ImageTag' || shapeName === 'ImageDigest';
  if (isLive) return operation !== 'BatchGetImage' && operation !== 'BatchDeleteImage';
  return factShape(shapeName).pattern !== undefined;
}

import { FakeEcrError } from './misuse.js';

// A symbol of the global table: handles are recognised across copies of this package, where `instanceof` fails.
export const KIND = Symbol.for('fake-ecr.kind');

/** What the rest of this package reads of a handle; see `src/handles/inside.ts`. */
export const INSIDE = Symbol.for('fake-ecr.inside');

export type Kind = 'fake' | 'account' | 'registry' | 'repository';

export function isKind(value: unknown, kind: Kind): boolean {
  return typeof value === 'object' && value !== null && (value as { [KIND]?: Kind })[KIND] === kind;
}

const EXPECTED: Record<Kind, string> = {
  fake: 'what fakeEcr() returns',
  account: "an account handle, for example ecr.account('111122223333')",
  registry: "a registry handle, for example ecr.registry('111122223333', 'us-west-2')",
  repository: "a repository handle, for example registry.repository('payments')",
};

const GIVEN: Record<Kind | 'other', string> = {
  fake: 'the fake itself',
  account: 'an account handle',
  registry: 'a registry handle',
  repository: 'a repository handle',
  other: 'another object',
};

function kindOf(value: object): Kind | 'other' {
  return (value as { [KIND]?: Kind })[KIND] ?? 'other';
}

/** Refuses a value that a matcher or a method can't work on. */
export function requireKind(value: unknown, kind: Kind, who: string): void {
  if (isKind(value, kind)) return;
  const given = value === null ? 'null' : typeof value === 'object' ? GIVEN[kindOf(value)] : typeof value;
  throw new FakeEcrError(`${who} was given ${given}.`, `Expected ${EXPECTED[kind]}.`);
}
/** The method that `util.inspect`, and so `console.log`, calls to print a value. */
export const INSPECT = Symbol.for('nodejs.util.inspect.custom');

import { KIND, type Kind, isKind, requireKind } from '../../src/lib/handle-kind.js';

const of = (kind: Kind) => ({ [KIND]: kind });

test('a handle of another copy of the package is one too', () => {
  expect(KIND).toBe(Symbol.for('fake-ecr.kind'));
  expect(isKind({ [Symbol.for('fake-ecr.kind')]: 'registry' }, 'registry')).toBe(true);
});

test.each([undefined, null, 'registry', 5, {}, of('repository')])('%p is not a registry', (value) => {
  expect(isKind(value, 'registry')).toBe(false);
});

test.each([
  ['registry', undefined, 'was given undefined.'],
  ['registry', null, 'was given null.'],
  ['registry', 'prod', 'was given string.'],
  ['registry', () => 1, 'was given function.'],
  ['registry', {}, 'was given another object.'],
  ['registry', of('repository'), 'was given a repository handle.'],
  ['registry', of('fake'), 'was given the fake itself.'],
  ['repository', of('registry'), 'was given a registry handle.'],
] as const)('what is asked to be a %s and is %p is named', (kind, value, text) => {
  expect(() => requireKind(value, kind, 'explain()')).toThrow(`[fake-ecr] explain() ${text} Expected `);
});

test.each([
  ['fake', 'what fakeEcr() returns.'],
  ['registry', "a registry handle, for example ecr.registry('111122223333', 'us-west-2')."],
  ['repository', "a repository handle, for example registry.repository('payments')."],
] as const)('what was expected of a %s is said', (kind, text) => {
  expect(() => requireKind(undefined, kind, 'explain()')).toThrow(`Expected ${text}`);
  expect(() => requireKind(of(kind), kind, 'explain()')).not.toThrow();
});

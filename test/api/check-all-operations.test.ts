import { checkInput } from '../../src/api/check-input.js';
import { type OperationName, operationNames } from '../../src/api/facts.js';
import { readInput } from '../../src/api/read-input.js';
import { isFailure } from '../../src/aws/failure.js';
import { validInput } from './valid-input.js';
import { type Violation, casesOf } from './violations.js';

/** The refusal's text; undefined if the input passes. */
function refusal(operation: OperationName, input: Record<string, unknown>): string | undefined {
  const read = readInput(operation, input);
  if (isFailure(read)) throw new Error(`${operation} cannot read the input: ${read.code}`);
  const failure = checkInput(operation, read);
  if (failure === undefined) return undefined;
  expect(failure.code).toBe('InvalidParameterException');
  expect(failure.members).toEqual({});
  return failure.message;
}

function changed(
  operation: OperationName,
  ...changes: { apply(input: object): void }[]
): Record<string, unknown> {
  const input = validInput(operation);
  for (const change of changes) change.apply(input);
  return input;
}

/** The text speaks of one violation, at the member, with what the constraint asks for. */
function expectNamed(message: string | undefined, { member, hint }: Violation): void {
  const [, field = '', constraint = ''] =
    /^Invalid parameter at '(.*?)' failed to satisfy constraint: '(.*)'$/.exec(message ?? '') ?? [];
  expect(field.split('.').at(-1)?.toLowerCase()).toBe(member.toLowerCase());
  expect(constraint).toContain(hint);
}

describe.each(operationNames)('%s', (operation) => {
  const { outside, inside } = casesOf(operation);

  test('accepts an input with all its members right', () => {
    expect(refusal(operation, validInput(operation))).toBeUndefined();
  });

  test('accepts values on the bounds', () => {
    for (const change of inside) {
      expect([change.title, refusal(operation, changed(operation, change))]).toEqual([
        change.title,
        undefined,
      ]);
    }
  });

  if (outside.length > 0) {
    test.each(outside)('refuses when $title', (violation) => {
      expectNamed(refusal(operation, changed(operation, violation)), violation);
    });
  }

  const first = outside.filter(({ stage }) => stage < 3);
  if (first.length > 0) {
    test('reports the violation that the service looks for first', () => {
      for (const early of first) {
        for (const late of outside.filter(({ stage, top }) => stage > early.stage && top !== early.top)) {
          expectNamed(refusal(operation, changed(operation, late, early)), early);
        }
      }
    });
  }
});

test('the constraints of all operations are in the table', () => {
  const all = operationNames.map(casesOf);
  expect(all.flatMap(({ outside }) => outside).length).toBeGreaterThan(450);
  expect(all.flatMap(({ inside }) => inside).length).toBeGreaterThan(250);
});

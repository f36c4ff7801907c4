import fc from 'fast-check';
import { checkInput } from '../../src/api/check-input.js';
import { type OperationName, inputShape, operationNames, shapeNamed } from '../../src/api/facts.js';
import { readInput } from '../../src/api/read-input.js';
import type { ApiShape } from '../../src/api/shape.js';
import { Failure, isFailure } from '../../src/aws/failure.js';

const anything = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.anything({
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withTypedArray: true,
      withUnicodeString: true,
    }),
    fc.constantFrom<unknown>(
      () => 'x',
      Symbol('x'),
      NaN,
      -0,
      2 ** 53,
      /x/,
      new Error('x'),
      Promise.resolve(),
    ),
  );

/** Values that are right for the shape, or nearly, or something else altogether. */
function nearly(shape: ApiShape): fc.Arbitrary<unknown> {
  const right = ((): fc.Arbitrary<unknown> => {
    switch (shape.type) {
      case 'structure':
        return fc.record(
          Object.fromEntries(shape.members.map(({ name, target }) => [name, nearly(shapeNamed(target))])),
          { requiredKeys: [] },
        );
      case 'list':
        return fc.array(nearly(shapeNamed(shape.entry)), { maxLength: 3 });
      case 'map':
        return fc.dictionary(fc.string(), nearly(shapeNamed(shape.value)));
      case 'string':
        return fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', 'app', ...(shape.values ?? [])));
      case 'blob':
        return fc.uint8Array({ maxLength: 4 });
      case 'boolean':
        return fc.boolean();
      case 'timestamp':
        return fc.date();
      default:
        return fc.oneof(fc.integer(), fc.double());
    }
  })();
  return fc.oneof(
    { weight: 8, arbitrary: right },
    { weight: 1, arbitrary: anything() },
    fc.constantFrom(null, undefined),
  );
}

const call: fc.Arbitrary<[OperationName, unknown]> = fc
  .constantFrom(...operationNames)
  .chain((operation) => fc.tuple(fc.constant(operation), nearly(inputShape(operation))));

function isRefusal(outcome: unknown, code: string): boolean {
  return outcome instanceof Failure && outcome.code === code;
}

test('every operation answers any input with a value', () => {
  fc.assert(
    fc.property(call, ([operation, raw]) => {
      const input = readInput(operation, raw, () => undefined);
      if (isFailure(input)) return isRefusal(input, 'SerializationException');
      const violation = checkInput(operation, input);
      return violation === undefined || isRefusal(violation, 'InvalidParameterException');
    }),
    { numRuns: 2000 },
  );
});

test('the input stays as it was', () => {
  fc.assert(
    fc.property(call, ([operation, raw]) => {
      const before = fc.stringify(raw);
      const input = readInput(operation, raw);
      if (!isFailure(input)) checkInput(operation, input);
      return fc.stringify(raw) === before;
    }),
    { numRuns: 1000 },
  );
});

test('reading what was read gives the same again', () => {
  fc.assert(
    fc.property(call, ([operation, raw]) => {
      const input = readInput(operation, raw);
      fc.pre(!isFailure(input));
      expect(readInput(operation, input)).toStrictEqual(input);
    }),
    { numRuns: 500 },
  );
});

test('every error of a getter is the one that comes out', () => {
  const traps = ['get', 'ownKeys', 'getPrototypeOf'] as const;
  fc.assert(
    fc.property(fc.constantFrom(...operationNames), fc.constantFrom(...traps), (operation, trap) => {
      const own = new Error(trap);
      const hostile = new Proxy(
        {},
        {
          [trap]: () => {
            throw own;
          },
        },
      );
      try {
        readInput(operation, hostile, () => undefined);
      } catch (error) {
        return error === own;
      }
      return true;
    }),
  );
});

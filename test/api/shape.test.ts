import { parseShape } from '../../src/api/shape.js';

test.each([
  ['{}', { type: 'structure', members: [] }],
  [
    '{a:A b!:B}',
    {
      type: 'structure',
      members: [
        { name: 'a', target: 'A', required: false },
        { name: 'b', target: 'B', required: true },
      ],
    },
  ],
  ['[Entry]', { type: 'list', entry: 'Entry' }],
  ['[Entry] 1..100', { type: 'list', entry: 'Entry', min: 1, max: 100 }],
  ['[Entry] 1..', { type: 'list', entry: 'Entry', min: 1 }],
  ['[Entry] ..5', { type: 'list', entry: 'Entry', max: 5 }],
  ['<Key Value>', { type: 'map', key: 'Key', value: 'Value' }],
  ['string', { type: 'string' }],
  ['string 0..300', { type: 'string', min: 0, max: 300 }],
  ['string ..300', { type: 'string', max: 300 }],
  ['string =A|B', { type: 'string', values: ['A', 'B'] }],
  ['string =a..b|c', { type: 'string', values: ['a..b', 'c'] }],
  ['string 1..2 =A', { type: 'string', min: 1, max: 2, values: ['A'] }],
  ['string ~^[a-z ]+$', { type: 'string', pattern: '^[a-z ]+$' }],
  ['string 1..9 ~a ~b', { type: 'string', min: 1, max: 9, pattern: 'a ~b' }],
  ['integer 1..', { type: 'integer', min: 1 }],
  ['blob 0..20971520', { type: 'blob', min: 0, max: 20_971_520 }],
  ['timestamp', { type: 'timestamp' }],
] as const)('%s', (notation, shape) => {
  expect(parseShape('It', notation)).toStrictEqual({ name: 'It', ...shape });
});

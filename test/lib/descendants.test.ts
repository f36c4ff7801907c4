import { buildUpward, descendantsOf } from '../../src/lib/descendants.js';

interface Node {
  readonly digest: string;
  readonly children: readonly Node[];
}

const node = (digest: string, ...children: readonly Node[]): Node => ({ digest, children });
const childrenOf = ({ children }: Node) => children;

test('each comes once, and before what holds it', () => {
  const leaf = node('leaf');
  const a = node('a', leaf);
  const b = node('b', leaf, a);
  const found = descendantsOf(node('root', b, a, node('leaf')), childrenOf);
  expect(found.map(({ digest }) => digest)).toEqual(['leaf', 'a', 'b']);
});

test('levels that share their children cost their number, not their paths', () => {
  let level = [node('0a'), node('0b')];
  for (let depth = 1; depth <= 60; depth += 1)
    level = [node(`${depth}a`, ...level), node(`${depth}b`, ...level)];
  const asked = jest.fn(childrenOf);
  expect(descendantsOf(node('root', ...level), asked)).toHaveLength(122);
  expect(asked).toHaveBeenCalledTimes(123);
});

test('no nesting is too deep', () => {
  let chain = node('0');
  for (let depth = 1; depth <= 50_000; depth += 1) chain = node(String(depth), chain);
  expect(descendantsOf(chain, childrenOf)[0]?.digest).toBe('0');
  expect(buildUpward(chain, childrenOf, (_, below: readonly number[]) => 1 + (below[0] ?? 0))).toBe(50_001);
});

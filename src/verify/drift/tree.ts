import type { Path } from '../reading/reader.js';

/** A value in its normal form: what means the same is the same. */
export type Leaf = string | number | boolean | null | readonly Json[];
/** Data as JSON has it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** What is compared: members by name, lists whose order says nothing, and values. */
export type Tree = Leaf | Unordered | Anything | Branch;
export interface Branch {
  readonly [name: string]: Tree;
}

/** A thing in an unordered list, with its name if it has one. */
export interface Item {
  readonly name: string | undefined;
  readonly value: Tree;
}

/** Things without an order, of which only some have names: statements, rules. */
export class Unordered {
  constructor(readonly items: readonly Item[]) {}
}

/** Something that exists, but whose value is not known from the file. */
export class Anything {}

/** A thing that differs. */
export interface Difference {
  /** For example `repositories.app.imageTagMutability`. */
  readonly path: string;
  readonly kind: 'missing' | 'unexpected' | 'changed';
  /** What the file says; absent if it has no such thing. */
  readonly expected?: Json;
  /** What the registry has; absent if it has no such thing. */
  readonly actual?: Json;
}

/**
 * What differs between two trees, in the order of their paths.
 *
 * @param counts whether a difference at a path is of interest; what is below one that is not, is not looked at
 */
export function differences(
  expected: Branch,
  actual: Branch,
  counts: (path: Path) => boolean,
): readonly Difference[] {
  const found: Difference[] = [];
  const visit = (a: Tree | undefined, b: Tree | undefined, path: Path): void => {
    if (path.length > 0 && !counts(path)) return;
    const at = path.join('.');
    if ((a === undefined && b === undefined) || a instanceof Anything) return;
    if (a === undefined) found.push({ path: at, kind: 'unexpected', actual: plain(b as Tree) });
    else if (b === undefined) found.push({ path: at, kind: 'missing', expected: plain(a) });
    else if (isBranch(a) && isBranch(b)) {
      const names = new Set([...Object.keys(a), ...Object.keys(b)]);
      for (const name of [...names].sort()) visit(a[name], b[name], [...path, name]);
    } else if (a instanceof Unordered && b instanceof Unordered) {
      for (const [name, one, other] of paired(a, b)) visit(one, other, [...path, name]);
    } else if (textOf(a) !== textOf(b)) {
      found.push({ path: at, kind: 'changed', expected: plain(a), actual: plain(b) });
    }
  };
  visit(expected, actual, []);
  return found;
}

/** Items that differ, side by side: by their names, and what has none by what is left over, in order. */
function paired(
  a: Unordered,
  b: Unordered,
): readonly (readonly [string, Tree | undefined, Tree | undefined])[] {
  const rest = [...b.items];
  const left = a.items.filter((item) => {
    const same = rest.findIndex((one) => one.name === item.name && textOf(one.value) === textOf(item.value));
    if (same >= 0) rest.splice(same, 1);
    return same < 0;
  });
  const take = (isIt: (item: Item) => boolean): Item | undefined => {
    const index = rest.findIndex(isIt);
    return index < 0 ? undefined : rest.splice(index, 1)[0];
  };
  const pairs: [string, Tree | undefined, Tree | undefined][] = [];
  const count = () => `#${pairs.length + 1}`;
  for (const item of left.filter(({ name }) => name !== undefined)) {
    pairs.push([item.name ?? '', item.value, take((one) => one.name === item.name)?.value]);
  }
  for (const item of left.filter(({ name }) => name === undefined)) {
    pairs.push([count(), item.value, take((one) => one.name === undefined)?.value]);
  }
  for (const item of rest) pairs.push([item.name ?? count(), undefined, item.value]);
  return pairs;
}

function isBranch(tree: Tree): tree is Branch {
  return (
    typeof tree === 'object' &&
    tree !== null &&
    !Array.isArray(tree) &&
    !(tree instanceof Unordered) &&
    !(tree instanceof Anything)
  );
}

/** The same text for equal trees, regardless of the order of members. */
function textOf(tree: Tree): string {
  return JSON.stringify(plain(tree));
}

/** A tree as data, members and items in one order. */
function plain(tree: Tree): Json {
  if (tree instanceof Unordered) {
    const items = tree.items.map(({ value }) => plain(value));
    return items.sort(byText);
  }
  if (tree instanceof Anything) return 'not known from the file';
  if (!isBranch(tree)) return tree;
  const names = Object.keys(tree).sort();
  return Object.fromEntries(names.map((name) => [name, plain(tree[name] as Tree)]));
}

function byText(a: Json, b: Json): number {
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
  return one < other ? -1 : Number(one > other);
}

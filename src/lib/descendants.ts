/**
 * What a manifest refers to, directly or indirectly: each digest once, and children before the indexes that hold
 * them. Iterative, so that no nesting is too deep.
 *
 * @param childrenOf called once for each digest
 */
export function descendantsOf<N extends { readonly digest: string }>(
  root: N,
  childrenOf: (node: N) => readonly N[],
): readonly N[] {
  const reached = new Set([root.digest]);
  const found: N[] = [];
  const path = [{ node: root, children: childrenOf(root), next: 0 }];
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const child = top.children[top.next];
    top.next += 1;
    if (child === undefined) {
      path.pop();
      if (path.length > 0) found.push(top.node);
    } else if (!reached.has(child.digest)) {
      reached.add(child.digest);
      path.push({ node: child, children: childrenOf(child), next: 0 });
    }
  }
  return found;
}

/**
 * Builds something from a root and everything it refers to, bottom-up: each digest is built once.
 *
 * @param build called with a node and what was built from its children
 */
export function buildUpward<N extends { readonly digest: string }, T>(
  root: N,
  childrenOf: (node: N) => readonly N[],
  build: (node: N, children: readonly T[]) => T,
): T {
  const built = new Map<string, T>();
  const finish = (node: N): T => {
    const children = childrenOf(node).flatMap((child) => built.get(child.digest) ?? []);
    const result = build(node, children);
    built.set(node.digest, result);
    return result;
  };
  for (const node of descendantsOf(root, childrenOf)) finish(node);
  return finish(root);
}

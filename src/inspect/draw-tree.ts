/** A line with lines below it. */
export interface TreeNode {
  readonly text: string;
  readonly children?: readonly TreeNode[];
}

/**
 * Draws trees with lines from parents to children.
 *
 * @returns one line for each node, without a line break at the end
 * @example
 * drawTree([{ text: 'a', children: [{ text: 'b' }] }]); // 'a\n└─ b'
 */
export function drawTree(roots: readonly TreeNode[]): string {
  return roots.flatMap((root) => [root.text, ...branchesOf(root)]).join('\n');
}

function branchesOf({ children = [] }: TreeNode): string[] {
  return children.flatMap((child, index) => {
    const isLast = index === children.length - 1;
    const below = isLast ? '   ' : '│  ';
    return [`${isLast ? '└─' : '├─'} ${child.text}`, ...branchesOf(child).map((line) => below + line)];
  });
}

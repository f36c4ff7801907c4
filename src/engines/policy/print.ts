/** Re-prints a JSON text as the service does: two blanks, a blank on both sides of colons, lists on one line [observed]. */
export function printPolicy(text: string): string {
  return print(JSON.parse(text), 0);
}

function print(value: unknown, depth: number): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? '[ ]' : `[ ${value.map((entry) => print(entry, depth)).join(', ')} ]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return '{ }';
  const indent = '  '.repeat(depth + 1);
  const lines = entries.map(
    ([key, member]) => `${indent}${JSON.stringify(key)} : ${print(member, depth + 1)}`,
  );
  return `{\n${lines.join(',\n')}\n${'  '.repeat(depth)}}`;
}

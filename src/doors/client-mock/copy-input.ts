/**
 * Copies an input that is looked at later: lists, plain objects and bytes, at any depth, cycles included. All
 * else stays what it is, so that the model judges it as it would have judged the original.
 */
export function copyInput(input: unknown): unknown {
  return copyOf(input, new Map());
}

function copyOf(value: unknown, seen: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;

  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    seen.set(value, copy);
    for (let index = 0; index < value.length; index++) copy.push(copyOf(value[index], seen));
    return copy;
  }
  if (ArrayBuffer.isView(value)) return value instanceof DataView ? value : Uint8Array.from(bytesOf(value));
  if (!isPlain(value)) return value;

  const copy: Record<string, unknown> = {};
  seen.set(value, copy);
  for (const [name, member] of Object.entries(value)) copy[name] = copyOf(member, seen);
  return copy;
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Plain in any realm: its prototype is nothing, or itself has none. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

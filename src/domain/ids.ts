/** A seeded generator of 32-bit numbers: the only source of "randomness" in a world. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** An unsigned 32-bit integer. */
  next(): number {
    this.state = (this.state + 0x9e3779b9) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  }
}

const HEX = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

function hex32(value: number): string {
  return (
    (HEX[value >>> 24] as string) + HEX[(value >>> 16) & 255] + HEX[(value >>> 8) & 255] + HEX[value & 255]
  );
}

/** Identifiers that look random and are the same in every run. */
export class Ids {
  private readonly random: Random;

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  /** A UUID of version 4 form. */
  uuid(): string {
    const a = hex32(this.random.next());
    const b = hex32(((this.random.next() & 0xffff0fff) | 0x00004000) >>> 0);
    const c = hex32(((this.random.next() & 0x3fffffff) | 0x80000000) >>> 0);
    const d = hex32(this.random.next());
    return `${a}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${d}`;
  }

  /** Lower-case hexadecimal digits. */
  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += hex32(this.random.next());
    return text.slice(0, digits);
  }
}

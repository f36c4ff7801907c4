const STEP = 0x9e3779b9;

/** A seeded generator of 32-bit numbers: the only source of "randomness" in a world. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** Where the sequence is: a generator that is set to it goes on with the same numbers. */
  get position(): number {
    return this.state;
  }

  set position(position: number) {
    this.state = position >>> 0;
  }

  /** Skips a few numbers, which {@link Random} derives from the seed that is returned. */
  skip(numbers: number): number {
    const seed = this.state;
    this.state = (seed + Math.imul(numbers, STEP)) >>> 0;
    return seed;
  }

  /** An unsigned 32-bit integer. */
  next(): number {
    this.state = (this.state + STEP) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  }
}

const DIGITS = Buffer.from('0123456789abcdef', 'latin1');

/** Writes the lower 16 bits as four digits. */
function write16(value: number, target: number[], at: number): void {
  for (let digit = 0; digit < 4; digit += 1) {
    target[at + digit] = DIGITS[(value >>> (12 - 4 * digit)) & 15] as number;
  }
}

const NUMBERS_OF_A_UUID = 4;

/** Identifiers that look random but are the same in every run. */
export class Ids {
  private readonly random: Random;
  /** A reused buffer: text joined from pieces takes six times the memory until it is read. */
  private readonly text = [...Buffer.from('00000000-0000-4000-8000-000000000000', 'latin1')];

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  /** Where the sequence of identifiers is. */
  get position(): number {
    return this.random.position;
  }

  set position(position: number) {
    this.random.position = position;
  }

  /** A UUID of version 4 form. */
  uuid(): string {
    return this.reserved(this.reserve());
  }

  /** Draws a UUID that is formatted only when it is needed: what {@link reserved} takes. */
  reserve(): number {
    return this.random.skip(NUMBERS_OF_A_UUID);
  }

  /** The UUID that was drawn. */
  reserved(seed: number): string {
    const random = new Random(seed);
    const { text } = this;
    const a = random.next();
    const b = (random.next() & 0xffff0fff) | 0x00004000;
    const c = (random.next() & 0x3fffffff) | 0x80000000;
    const d = random.next();
    write16(a >>> 16, text, 0);
    write16(a, text, 4);
    write16(b >>> 16, text, 9);
    write16(b, text, 14);
    write16(c >>> 16, text, 19);
    write16(c, text, 24);
    write16(d >>> 16, text, 28);
    write16(d, text, 32);
    return String.fromCharCode(...text);
  }

  /** Lower-case hexadecimal digits. */
  hex(digits: number): string {
    const bytes = Buffer.alloc(4 * Math.ceil(digits / 8));
    for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32BE(this.random.next(), at);
    return bytes.toString('hex').slice(0, digits);
  }
}

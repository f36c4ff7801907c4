import { didYouMean, refuse } from './refuse.js';

/** Options that are looked up by name. */
export type NamedOption = 'parameters' | 'imports' | 'values' | 'nested';

/** Keeps which of the given options something has read: one that nothing reads is a slip. */
export class OptionUse {
  readonly #read = new Set<string>();
  readonly #names = new Set<string>();

  /** Notes that an option was read, or that there is something that would read it. */
  read(option: NamedOption, name: string): void {
    this.#read.add(`${option} ${name}`);
  }

  /** Notes what options could have been meant. */
  know(names: Iterable<string>): void {
    for (const name of names) this.#names.add(name);
  }

  /** @throws FakeEcrError if nothing has read an option */
  requireRead(
    options: Readonly<Record<NamedOption, Readonly<Record<string, unknown>>>>,
    source: string,
  ): void {
    for (const option of ['parameters', 'imports', 'values', 'nested'] as const) {
      const name = Object.keys(options[option]).find((one) => !this.#read.has(`${option} ${one}`));
      if (name === undefined) continue;
      throw refuse(
        { source, id: '' },
        [],
        `nothing reads the option ${option}['${name}'].`,
        didYouMean(name, [...this.#names]),
      );
    }
  }
}

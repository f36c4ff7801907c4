import { type Destination, parseDestination } from '../../aws/registry-id.js';
import { shown } from '../../lib/arguments.js';
import { FakeEcrError } from '../../lib/misuse.js';

/** No parameter needs more. */
const LONGEST = 1_000;

/** The parameters of a control request, each checked as it is read. */
export class ControlQuery {
  private readonly known = new Set<string>();

  /** @param route for messages */
  constructor(
    private readonly route: string,
    private readonly parameters: URLSearchParams,
  ) {}

  /** @returns undefined if it is absent or empty */
  text(name: string): string | undefined {
    this.known.add(name);
    const value = this.parameters.get(name) ?? '';
    if (value.length > LONGEST) {
      throw this.misuse(name, `${shown(value)} is longer than ${LONGEST} characters`, 'Send less.');
    }
    return value === '' ? undefined : value;
  }

  /** @throws a `[fake-ecr]` error if it is absent */
  required(name: string, expected: string): string {
    const value = this.text(name);
    if (value === undefined) throw this.misuse(name, 'is missing', `Expected ${expected}.`);
    return value;
  }

  /** @returns a whole number from 0 to `most`, the default where it is absent */
  count(name: string, most: number, standard: number): number {
    const value = this.text(name);
    if (value === undefined) return standard;
    const count = Number(value);
    if (/^\d{1,15}$/.test(value) && count <= most) return count;
    throw this.misuse(name, `is ${shown(value)}`, `Expected a whole number from 0 to ${most}.`);
  }

  registry(name: string): Destination | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const destination = parseDestination(value);
    if (destination !== undefined) return destination;
    throw this.misuse(
      name,
      `is ${shown(value)}, which is not a registry`,
      'Expected for example 111122223333/us-east-1.',
    );
  }

  requiredRegistry(name: string): Destination {
    this.required(name, 'a registry, for example 111122223333/us-east-1');
    return this.registry(name) as Destination;
  }

  oneOf<T extends string>(name: string, words: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined || words.includes(value as T)) return value as T | undefined;
    throw this.misuse(name, `is ${shown(value)}`, `Expected one of ${words.join(', ')}.`);
  }

  /** @throws a `[fake-ecr]` error if a parameter was given that nobody read: misspelt, it would do nothing */
  requireNoOthers(): void {
    const stranger = [...this.parameters.keys()].find((name) => !this.known.has(name));
    if (stranger === undefined) return;
    const others = [...this.known];
    throw this.misuse(
      stranger,
      'is not known',
      others.length === 0 ? 'There are none.' : `There are ${others.join(', ')}.`,
    );
  }

  private misuse(name: string, problem: string, advice: string): FakeEcrError {
    return new FakeEcrError(`${this.route}: the parameter ${shown(name)} ${problem}.`, advice);
  }
}

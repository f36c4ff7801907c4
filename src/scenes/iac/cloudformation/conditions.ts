import { asText, isRecord, kindOf, member } from '../read-json.js';
import { type ResourcePlace, didYouMean, refuse } from '../refuse.js';
import type { Step } from '../../../world/written-origin.js';
import { NO_VALUE } from './no-value.js';
import { type Position, into } from './position.js';
import type { Template } from './template.js';

const FUNCTIONS = ['Fn::Equals', 'Fn::And', 'Fn::Or', 'Fn::Not'];

/** So many conditions may name one another in a row, which is far from a stack overflow. */
const DEEPEST = 200;

/** The conditions of a template: each is looked at when it is first asked for. */
export class Conditions {
  readonly #known = new Map<string, boolean>();
  readonly #asked: string[] = [];

  constructor(
    private readonly template: Template,
    private readonly resolve: (value: unknown, at: Position) => unknown,
  ) {}

  /** @throws FakeEcrError if there is none of that name, or it can't be decided */
  of(name: string, place: ResourcePlace, steps: readonly Step[]): boolean {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const { conditions } = this.template;
    if (!Object.hasOwn(conditions, name)) {
      throw refuse(
        place,
        steps,
        `has the condition ${name}, which does not exist.`,
        didYouMean(name, Object.keys(conditions)),
      );
    }
    if (this.#asked.includes(name)) {
      const circle = [...this.#asked.slice(this.#asked.indexOf(name)), name].join(' → ');
      throw refuse(place, steps, `is in a circle: Condition ${circle}.`);
    }
    if (this.#asked.length === DEEPEST) {
      throw refuse(place, steps, `is one of more than ${DEEPEST} conditions that name one another in a row.`);
    }
    this.#asked.push(name);
    try {
      const result = this.truth(conditions[name], this.#positionOf(name));
      this.#known.set(name, result);
      return result;
    } finally {
      this.#asked.pop();
    }
  }

  /** A condition with what its functions came to, for people: `IsProd (Fn::Equals ["dev","prod"])`. */
  describe(name: string): string {
    const written = member(this.template.conditions, name);
    const [fn] = isRecord(written) ? Object.keys(written) : [];
    if (fn === undefined) return name;
    const args = member(written, fn);
    try {
      const values = Array.isArray(args)
        ? args.map((one: unknown) => (isCondition(one) ? one : this.resolve(one, this.#positionOf(name))))
        : args;
      return `${name} (${fn} ${JSON.stringify(values)})`;
    } catch {
      return name;
    }
  }

  /** Whether one of the functions of conditions holds, or a condition that is named. */
  truth(value: unknown, at: Position): boolean {
    if (typeof value === 'boolean') return value;
    const [fn = ''] = isRecord(value) ? Object.keys(value) : [];
    const args = member(value, fn);
    if (fn === 'Condition') return this.of(asText(args), at.place, at.written);
    if (!FUNCTIONS.includes(fn)) throw refuse(at.place, at.written, `has no condition but ${kindOf(value)}.`);
    const list = Array.isArray(args) ? (args as readonly unknown[]) : [];
    const [least, most] = fn === 'Fn::Equals' ? [2, 2] : fn === 'Fn::Not' ? [1, 1] : [2, 10];
    if (list.length < least || list.length > most) {
      const count = least === most ? String(least) : `${least} to ${most}`;
      throw refuse(at.place, at.written, `${fn} needs a list of ${count}.`);
    }
    const inside = (index: number): Position => into(into(at, fn, fn), index, index);
    const holds = (one: unknown, index: number): boolean => this.truth(one, inside(index));
    if (fn === 'Fn::And') return list.every(holds);
    if (fn === 'Fn::Or') return list.some(holds);
    if (fn === 'Fn::Not') return !holds(list[0], 0);
    const [one, other] = list.map((side, index) => {
      const resolved = this.resolve(side, inside(index));
      if (resolved !== NO_VALUE) return asText(resolved);
      throw refuse(at.place, at.written, `${fn} can't compare AWS::NoValue.`);
    });
    return one === other;
  }

  #positionOf(name: string): Position {
    const place = { source: this.template.source, id: '' };
    return { place, written: ['Conditions', name], resolved: [] };
  }
}

function isCondition(value: unknown): boolean {
  return (
    isRecord(value) &&
    (Object.hasOwn(value, 'Condition') || Object.keys(value).some((key) => FUNCTIONS.includes(key)))
  );
}

/** Whether a value of an event matches; undefined means that the member is absent. */
export type Condition = (value: unknown) => boolean;

/** What is wrong with a pattern, as a sentence. */
export class MalformedPattern extends Error {}

/**
 * One alternative of a pattern's list, as EventBridge reads it [docs: comparison operators].
 *
 * @param given a string, number, boolean or null that the value has to equal, or an object with one operator
 * @throws MalformedPattern if it is neither
 */
export function conditionOf(given: unknown): Condition {
  if (isScalar(given)) return (value) => value === given;
  const [operator, ...more] = Object.entries(given ?? {});
  if (Array.isArray(given) || operator === undefined || more.length > 0) {
    throw new MalformedPattern(
      'An alternative is a string, a number, a boolean, null, or an object with one operator.',
    );
  }
  const [name, operand] = operator as [string, unknown];
  const read = OPERATORS[name];
  if (read === undefined) {
    throw new MalformedPattern(
      `There is no operator '${name}': there are ${Object.keys(OPERATORS).join(', ')}.`,
    );
  }
  return read(operand);
}

const OPERATORS: Readonly<Record<string, (operand: unknown) => Condition>> = {
  prefix: (operand) => textual('prefix', operand, (value, text) => value.startsWith(text)),
  suffix: (operand) => textual('suffix', operand, (value, text) => value.endsWith(text)),
  'equals-ignore-case': (operand) => sameInAnyCase(textOf('equals-ignore-case', operand)),
  wildcard: (operand) => wildcard(textOf('wildcard', operand)),
  'anything-but': anythingBut,
  numeric,
  cidr,
  exists: (operand) => {
    if (typeof operand !== 'boolean') throw new MalformedPattern("'exists' takes true or false.");
    return (value) => (value !== undefined) === operand;
  },
};

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function textOf(operator: string, operand: unknown): string {
  if (typeof operand === 'string' && operand !== '') return operand;
  throw new MalformedPattern(`'${operator}' takes a string.`);
}

/** With a string, or with an object that says to ignore its case. */
function textual(
  operator: string,
  operand: unknown,
  holds: (value: string, text: string) => boolean,
): Condition {
  if (typeof operand !== 'object' || operand === null) {
    const text = textOf(operator, operand);
    return (value) => typeof value === 'string' && holds(value, text);
  }
  const folded = textOf(operator, (operand as Record<string, unknown>)['equals-ignore-case']).toLowerCase();
  return (value) => typeof value === 'string' && holds(value.toLowerCase(), folded);
}

function sameInAnyCase(text: string): Condition {
  return (value) => typeof value === 'string' && value.toLowerCase() === text.toLowerCase();
}

/** `*` is any run of characters, `\*` the character itself. */
function wildcard(text: string): Condition {
  if (/(?<!\\)\*\*/.test(text)) throw new MalformedPattern("'wildcard' takes no two '*' in a row.");
  const source = text
    .split(/(\\\*|\\\\|\*)/)
    .map((part) =>
      part === '*' ? '.*' : part.replace(/^\\([*\\])$/, '$1').replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    )
    .join('');
  const whole = new RegExp(`^${source}$`, 's');
  return (value) => typeof value === 'string' && whole.test(value);
}

/** An absent member does not count as something else. */
function anythingBut(operand: unknown): Condition {
  const all = Array.isArray(operand) ? (operand as unknown[]) : [operand];
  if (all.length === 0) throw new MalformedPattern("'anything-but' takes at least one value.");
  const excluded = all.flatMap((one) => {
    if (!Array.isArray(one) && typeof one === 'object' && one !== null) return anythingButOf(one);
    return [conditionOf(one)];
  });
  return (value) => value !== undefined && !excluded.some((condition) => condition(value));
}

function anythingButOf(given: object): readonly Condition[] {
  const [[operator, operand] = ['', undefined]] = Object.entries(given) as [string, unknown][];
  if (!['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(operator)) {
    throw new MalformedPattern(`'anything-but' takes no operator '${operator}'.`);
  }
  const all = Array.isArray(operand) ? (operand as unknown[]) : [operand];
  return all.map((one) => conditionOf({ [operator]: one }));
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '=': (value, bound) => value === bound,
  '>=': (value, bound) => value >= bound,
  '>': (value, bound) => value > bound,
};

/** `['>', 0, '<=', 5]`: all comparisons have to hold. */
function numeric(operand: unknown): Condition {
  const parts = Array.isArray(operand) ? (operand as unknown[]) : [];
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const holds = COMPARISONS[String(parts[index])];
    const bound = parts[index + 1];
    if (holds === undefined || typeof bound !== 'number') {
      throw new MalformedPattern(
        "'numeric' takes comparisons and numbers in turn, for example ['>', 0, '<=', 5].",
      );
    }
    tests.push((value) => holds(value, bound));
  }
  if (tests.length === 0) throw new MalformedPattern("'numeric' takes at least one comparison.");
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

/** A range of addresses, which is accepted but matches nothing: no member of ECR's events is an address [docs]. */
function cidr(operand: unknown): Condition {
  if (!/^[0-9a-f.:]{2,39}\/\d{1,3}$/i.test(textOf('cidr', operand))) {
    throw new MalformedPattern("'cidr' takes a range such as '10.0.0.0/24'.");
  }
  return () => false;
}

import { type JsonRecord, asText, isRecord, kindOf, member, recordOf } from '../read-json.js';
import { didYouMean, refuse } from '../refuse.js';
import { NO_VALUE } from './no-value.js';
import { type Position, inFunction, note } from './position.js';

/** What the functions of a template ask. */
export interface Scope {
  readonly mappings: JsonRecord;
  value(value: unknown, at: Position): unknown;
  ref(name: string, at: Position): unknown;
  attribute(id: string, name: string, at: Position): string;
  importOf(name: string, at: Position): string;
  condition(name: string, at: Position): boolean;
  truth(value: unknown, at: Position): boolean;
}

/** One call of a function: its arguments, as they are written. */
class Call {
  /** Where the arguments are. */
  readonly inside: Position;

  constructor(
    readonly fn: string,
    readonly args: unknown,
    readonly at: Position,
    readonly scope: Scope,
  ) {
    this.inside = inFunction(at, fn);
  }

  fault(problem: string, advice = '') {
    return refuse(this.at.place, this.at.written, `${this.fn} ${problem}.`, advice);
  }

  value(value: unknown): unknown {
    return this.scope.value(value, this.inside);
  }

  /** The arguments, if they have to be a list of some length. */
  list(length: number): readonly unknown[] {
    if (Array.isArray(this.args) && this.args.length >= length) return this.args;
    throw this.fault(`needs a list of ${length}`);
  }

  text(value: unknown): string {
    return this.asText(this.value(value));
  }

  texts(value: unknown): readonly string[] {
    return this.values(value).map((one) => this.asText(one));
  }

  values(value: unknown): readonly unknown[] {
    const result = this.value(value);
    if (Array.isArray(result)) return result;
    throw this.fault(`got ${kindOf(result)} where it needs a list`);
  }

  private asText(value: unknown): string {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return asText(value);
    throw this.fault(`got ${kindOf(value)} where it needs a text`);
  }
}

const FUNCTIONS: Readonly<Record<string, (call: Call) => unknown>> = {
  Ref: (call) => call.scope.ref(call.text(call.args), call.at),
  'Fn::GetAtt': getAtt,
  'Fn::Sub': substitute,
  'Fn::Join': (call) => {
    const [separator, values] = call.list(2);
    return call.texts(values).join(call.text(separator));
  },
  'Fn::Split': (call) => {
    const [separator, value] = call.list(2);
    return call.text(value).split(call.text(separator));
  },
  'Fn::Select': select,
  'Fn::FindInMap': findInMap,
  'Fn::Base64': (call) => Buffer.from(call.text(call.args)).toString('base64'),
  'Fn::ImportValue': (call) => call.scope.importOf(call.text(call.args), call.at),
  'Fn::Length': (call) => call.values(call.args).length,
  'Fn::ToJsonString': (call) => {
    const value = call.value(call.args);
    if (typeof value === 'object' && value !== null) return JSON.stringify(value);
    throw call.fault(`got ${kindOf(value)} where it needs an object or a list`);
  },
  'Fn::If': choose,
  'Fn::Equals': truth,
  'Fn::And': truth,
  'Fn::Or': truth,
  'Fn::Not': truth,
};

/**
 * What a function of a template comes to.
 *
 * @throws FakeEcrError if it is not one that is resolved, or its arguments are not of its form
 */
export function callFunction(fn: string, args: unknown, at: Position, scope: Scope): unknown {
  const call = new Call(fn, args, at, scope);
  const known = Object.hasOwn(FUNCTIONS, fn) ? FUNCTIONS[fn] : undefined;
  if (known !== undefined) return known(call);
  throw refuse(
    at.place,
    at.written,
    `can't be known: ${fn} is not resolved.`,
    'Write the value itself, or pass the processed template.',
  );
}

function getAtt(call: Call): string {
  const { args, at, scope } = call;
  const parts = Array.isArray(args) ? args.map((one: unknown) => call.text(one)) : call.text(args).split('.');
  const [id = '', ...rest] = parts;
  return scope.attribute(id, rest.join('.'), at);
}

function select(call: Call): unknown {
  const [given, list] = call.list(2);
  const values = call.values(list);
  const index = Number(call.text(given));
  const found = Number.isInteger(index) ? values[index] : undefined;
  if (found !== undefined && found !== null) return found;
  throw call.fault(`has no entry ${call.text(given)} to take: the list has ${values.length}`);
}

function findInMap(call: Call): unknown {
  const { scope } = call;
  const [map = '', first = '', second = ''] = call
    .list(3)
    .slice(0, 3)
    .map((one) => call.text(one));
  const found = member(recordOf(recordOf(scope.mappings, map), first), second);
  if (found !== undefined) return found;
  const byDefault = member(call.list(3)[3], 'DefaultValue');
  if (byDefault !== undefined) return call.value(byDefault);
  throw call.fault(
    `finds nothing at ${map}, ${first}, ${second}`,
    didYouMean(map, Object.keys(scope.mappings)),
  );
}

/** Only the branch that is taken is looked at. */
function choose(call: Call): unknown {
  const { at, fn, scope } = call;
  const [name, ...branches] = call.list(3);
  const taken = scope.condition(call.text(name), at) ? 0 : 1;
  const branch = inFunction(at, fn, taken + 1);
  note(branch);
  return scope.value(branches[taken], branch);
}

function truth({ fn, args, at, scope }: Call): boolean {
  return scope.truth({ [fn]: args }, at);
}

function substitute(call: Call): string {
  const { args, scope, inside } = call;
  const [given, map] = Array.isArray(args) ? (args as readonly unknown[]) : [args, {}];
  const template = call.value(given);
  if (typeof template !== 'string') throw call.fault(`got ${kindOf(template)} where it needs a text`);
  if (map !== undefined && !isRecord(map)) throw call.fault(`got ${kindOf(map)} where it needs an object`);
  return template.replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, inner: string) => {
    if (literal !== '') return `\${${inner}}`;
    const name = inner.trim();
    const own = member(map, name);
    const dot = name.indexOf('.');
    const value =
      own !== undefined
        ? call.value(own)
        : dot === -1
          ? scope.ref(name, inside)
          : scope.attribute(name.slice(0, dot), name.slice(dot + 1), inside);
    if (typeof value !== 'object' && value !== NO_VALUE) return asText(value);
    throw call.fault(`needs texts, and \${${name}} is ${kindOf(value)}`);
  });
}

import { keyIdFor } from './key-id.js';
import { partitionOf } from '../../aws/regions.js';
import { type Step, formatSteps } from '../../world/written-origin.js';
import { isRecord, member, recordOf, asText } from './read-json.js';
import { type ResourcePlace, didYouMean, refuse } from './refuse.js';
import type { Template } from './template.js';

/** What a template is resolved with. */
export interface Environment {
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
  readonly imports: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
  /** What other stacks of the account and Region export. */
  exportOf(name: string): string | undefined;
}

/** Where values came from that are not where they are written. */
export interface Trace {
  readonly moved: { readonly resolved: readonly Step[]; readonly written: readonly Step[] }[];
}

/** Something that is resolved: where it is, for messages. */
interface Position {
  readonly place: ResourcePlace;
  readonly written: readonly Step[];
  readonly resolved: readonly Step[];
  readonly trace?: Trace | undefined;
}

/** `AWS::NoValue`: the property, or the entry of a list, is not there. */
const NO_VALUE = Symbol('AWS::NoValue');

/** What a resource answers to Ref and Fn::GetAtt; undefined if it is of another service. */
export type Attributes = Readonly<Record<string, string>> & { readonly Ref: string };

/** Resolves the functions of one template: lazily, so that an untaken branch may hold anything. */
export class Resolver {
  /** Texts that stand for what nobody knows. */
  readonly standIns = new Set<string>();
  readonly imported = new Set<string>();
  readonly #used = { parameters: new Set<string>(), imports: new Set<string>(), values: new Set<string>() };
  readonly #attributes = new Map<string, Attributes>();
  readonly #conditions = new Map<string, boolean>();
  readonly #asked: string[] = [];

  constructor(
    readonly template: Template,
    readonly environment: Environment,
    /** What a resource that is known answers, made when first asked. */
    private readonly attributesOf: (id: string) => Attributes | undefined,
  ) {}

  /** The given options that nothing has read. */
  get unused(): readonly string[] {
    const { environment } = this;
    return (['parameters', 'imports', 'values'] as const).flatMap((option) =>
      Object.keys(environment[option])
        .filter((name) => !this.#used[option].has(name))
        .map((name) => `${option}['${name}']`),
    );
  }

  /** @returns undefined if the value is AWS::NoValue */
  resolve(value: unknown, place: ResourcePlace, steps: readonly Step[], trace?: Trace): unknown {
    const result = this.#value(value, { place, written: steps, resolved: steps, trace });
    return result === NO_VALUE ? undefined : result;
  }

  condition(name: string, place: ResourcePlace, steps: readonly Step[]): boolean {
    const known = this.#conditions.get(name);
    if (known !== undefined) return known;
    const { conditions, source } = this.template;
    if (!Object.hasOwn(conditions, name)) {
      throw refuse(
        place,
        steps,
        `has the condition ${name}, which does not exist.`,
        didYouMean(name, Object.keys(conditions)),
      );
    }
    return this.#guard(`Condition ${name}`, place, steps, () => {
      const inside = { place: { source, id: '' }, written: ['Conditions', name], resolved: [] };
      const result = this.#truth(conditions[name], inside);
      this.#conditions.set(name, result);
      return result;
    });
  }

  /** A condition with what its functions came to, for people: `IsProd (Fn::Equals ["dev","prod"])`. */
  describeCondition(name: string): string {
    const written = this.template.conditions[name];
    const [fn] = isRecord(written) ? Object.keys(written) : [];
    if (fn === undefined) return name;
    const inside = {
      place: { source: this.template.source, id: '' },
      written: ['Conditions', name],
      resolved: [],
    };
    const args = (written as Record<string, unknown>)[fn];
    try {
      const values = Array.isArray(args)
        ? args.map((one: unknown) => (isRecord(one) && isCondition(one) ? one : this.#value(one, inside)))
        : args;
      return `${name} (${fn} ${JSON.stringify(values)})`;
    } catch {
      return name;
    }
  }

  #value(value: unknown, at: Position): unknown {
    if (typeof value === 'string') return value.includes('{{resolve:') ? this.#dynamic(value, at) : value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return this.#list(value, at);
    const keys = Object.keys(value);
    const [only = ''] = keys;
    if (keys.length === 1 && (only === 'Ref' || only.startsWith('Fn::'))) {
      return this.#call(only, (value as Record<string, unknown>)[only], at);
    }
    const result: Record<string, unknown> = {};
    for (const key of keys) {
      const inner = this.#value((value as Record<string, unknown>)[key], into(at, key, key));
      if (inner === NO_VALUE) continue;
      if (key === '__proto__') throw refuse(at.place, [...at.written, key], 'is not a name that is read.');
      result[key] = inner;
    }
    return result;
  }

  #list(list: readonly unknown[], at: Position): unknown[] {
    const result: unknown[] = [];
    list.forEach((entry, index) => {
      const inside = into(at, index, result.length);
      const inner = this.#value(entry, inside);
      if (inner === NO_VALUE) return;
      if (result.length !== index) note(inside);
      result.push(inner);
    });
    return result;
  }

  #call(fn: string, args: unknown, at: Position): unknown {
    const inside = { ...at, written: [...at.written, fn] };
    const list = (length: number): unknown[] => {
      if (Array.isArray(args) && args.length >= length) return args as unknown[];
      throw refuse(at.place, at.written, `${fn} needs a list of ${length}.`);
    };
    const text = (value: unknown, what = 'a text'): string => {
      const result = this.#value(value, inside);
      if (typeof result === 'string' || typeof result === 'number' || typeof result === 'boolean')
        return asText(result);
      throw refuse(at.place, at.written, `${fn} got ${kindOf(result)} where it needs ${what}.`);
    };
    const texts = (value: unknown): string[] => {
      const result = this.#value(value, inside);
      if (Array.isArray(result)) return result.map((one: unknown) => text(one));
      throw refuse(at.place, at.written, `${fn} got ${kindOf(result)} where it needs a list.`);
    };
    switch (fn) {
      case 'Ref':
        return this.#ref(text(args), at);
      case 'Fn::GetAtt': {
        const [id = '', ...rest] = Array.isArray(args)
          ? args.map((one: unknown) => text(one))
          : text(args).split('.');
        return this.#attribute(id, rest.join('.'), at);
      }
      case 'Fn::Sub':
        return this.#sub(args, inside);
      case 'Fn::Join': {
        const [separator, values] = list(2);
        return texts(values).join(text(separator));
      }
      case 'Fn::Split': {
        const [separator, value] = list(2);
        return text(value).split(text(separator));
      }
      case 'Fn::Select': {
        const [index, values] = list(2);
        const found = (this.#value(values, inside) as unknown[])[Number(text(index))];
        if (found === undefined)
          throw refuse(at.place, at.written, `${fn} has no entry ${text(index)} to take.`);
        return found;
      }
      case 'Fn::FindInMap': {
        const [map = '', first = '', second = ''] = list(3)
          .slice(0, 3)
          .map((one) => text(one));
        const found = member(recordOf(recordOf(this.template.mappings, map), first), second);
        if (found !== undefined) return found;
        const byDefault = isRecord((args as unknown[])[3])
          ? member((args as unknown[])[3], 'DefaultValue')
          : undefined;
        if (byDefault !== undefined) return this.#value(byDefault, inside);
        throw refuse(
          at.place,
          at.written,
          `${fn} finds nothing at ${map}, ${first}, ${second}.`,
          didYouMean(map, Object.keys(this.template.mappings)),
        );
      }
      case 'Fn::Base64':
        return Buffer.from(text(args)).toString('base64');
      case 'Fn::ImportValue':
        return this.#import(text(args), at);
      case 'Fn::Length':
        return (this.#value(args, inside) as unknown[]).length;
      case 'Fn::ToJsonString':
        return JSON.stringify(this.#value(args, inside));
      case 'Fn::If': {
        const [name, ...branches] = list(3);
        const taken = this.condition(text(name), at.place, at.written) ? 0 : 1;
        const branch = { ...at, written: [...at.written, fn, taken + 1] };
        note(branch);
        return this.#value(branches[taken], branch);
      }
      case 'Fn::Equals':
      case 'Fn::And':
      case 'Fn::Or':
      case 'Fn::Not':
        return this.#truth({ [fn]: args }, at);
      default:
        throw refuse(
          at.place,
          at.written,
          `can't be known: ${fn} is not resolved.`,
          'Write the value itself, or pass the processed template.',
        );
    }
  }

  #truth(value: unknown, at: Position): boolean {
    if (typeof value === 'boolean') return value;
    const [fn = ''] = isRecord(value) ? Object.keys(value) : [];
    const args: unknown = member(value, fn);
    const list = Array.isArray(args) ? (args as unknown[]) : [];
    switch (fn) {
      case 'Condition':
        return this.condition(asText(args), at.place, at.written);
      case 'Fn::Equals':
        return asText(this.#value(list[0], at)) === asText(this.#value(list[1], at));
      case 'Fn::And':
        return list.every((one) => this.#truth(one, at));
      case 'Fn::Or':
        return list.some((one) => this.#truth(one, at));
      case 'Fn::Not':
        return !this.#truth(list[0], at);
      default:
        throw refuse(at.place, at.written, `has no condition but ${kindOf(value)}.`);
    }
  }

  #sub(args: unknown, at: Position): string {
    const [given, map] = Array.isArray(args) ? (args as unknown[]) : [args, {}];
    const template = this.#value(given, at);
    if (typeof template !== 'string')
      throw refuse(at.place, at.written, `Fn::Sub got ${kindOf(template)} where it needs a text.`);
    return template.replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
      if (literal !== '') return `\${${name}}`;
      const own = member(map, name.trim());
      const value =
        own !== undefined
          ? this.#value(own, at)
          : name.includes('.')
            ? this.#attribute(name.slice(0, name.indexOf('.')), name.slice(name.indexOf('.') + 1), at)
            : this.#ref(name.trim(), at);
      if (typeof value === 'object' || typeof value === 'symbol') {
        throw refuse(at.place, at.written, `\${${name}} is ${kindOf(value)}, and Fn::Sub needs texts.`);
      }
      return asText(value);
    });
  }

  #ref(name: string, at: Position): unknown {
    const pseudo = this.#pseudo(name, at);
    if (pseudo !== undefined) return pseudo;
    if (Object.hasOwn(this.template.parameters, name)) return this.#parameter(name, at);
    return this.#attribute(name, 'Ref', at);
  }

  #pseudo(name: string, at: Position): unknown {
    const { account, region, stackName } = this.environment;
    const { id: partition, dnsSuffix } = partitionOf(region);
    switch (name) {
      case 'AWS::NoValue':
        return NO_VALUE;
      case 'AWS::AccountId':
        return account;
      case 'AWS::Region':
        return region;
      case 'AWS::Partition':
        return partition;
      case 'AWS::URLSuffix':
        return dnsSuffix;
      case 'AWS::StackName':
        return stackName;
      case 'AWS::StackId':
        return `arn:${partition}:cloudformation:${region}:${account}:stack/${stackName}/fake-ecr`;
      case 'AWS::NotificationARNs':
        return [];
      default:
        if (!name.startsWith('AWS::')) return undefined;
        throw refuse(at.place, at.written, `Ref names ${name}, which is not a pseudo parameter.`);
    }
  }

  #parameter(name: string, at: Position): unknown {
    const { environment, template } = this;
    const declared = recordOf(template.parameters, name);
    const type = asText(declared['Type'] ?? 'String');
    const isList = type.startsWith('List<') || type === 'CommaDelimitedList';
    const given = member(environment.parameters, name);
    this.#used.parameters.add(name);
    if (given === undefined && type.startsWith('AWS::SSM::Parameter::Value')) {
      this.#used.values.add(name);
      const value = environment.values[name];
      return value ?? this.standIn(name, `ssm-${name}`);
    }
    const value = given ?? declared['Default'];
    if (value === undefined) {
      throw refuse(
        at.place,
        at.written,
        `the parameter ${name} has no value.`,
        `Pass parameters: { ${name}: '…' }.`,
      );
    }
    const values = Array.isArray(value)
      ? value.map(asText)
      : isList
        ? asText(value).split(/\s*,\s*/)
        : [asText(value)];
    const place = { source: template.source, id: '' };
    for (const one of values) {
      const problem = parameterFault(one, declared, type);
      if (problem !== undefined) throw refuse(place, ['Parameters', name], `is '${one}', ${problem}.`);
    }
    return isList ? values : values[0];
  }

  #attribute(id: string, name: string, at: Position): string {
    const { template, environment } = this;
    const resource = Object.hasOwn(template.resources, id) ? template.resources[id] : undefined;
    if (resource === undefined) {
      const known = [...Object.keys(template.resources), ...Object.keys(template.parameters)];
      throw refuse(at.place, at.written, `names ${id}, which does not exist.`, didYouMean(id, known));
    }
    if (resource.condition !== undefined && !this.condition(resource.condition, at.place, at.written)) {
      throw refuse(
        at.place,
        at.written,
        `names ${id}, which its condition ${resource.condition} leaves out.`,
      );
    }
    const option = name === 'Ref' ? id : `${id}.${name}`;
    const supplied = member(environment.values, option);
    if (supplied !== undefined) {
      this.#used.values.add(option);
      return asText(supplied);
    }
    let attributes = this.#attributes.get(id);
    if (attributes === undefined) {
      attributes = this.#guard(id, at.place, at.written, () => this.attributesOf(id));
      if (attributes !== undefined) this.#attributes.set(id, attributes);
    }
    if (attributes === undefined) return this.standIn(id, name);
    const value = member(attributes, name);
    if (value !== undefined) return asText(value);
    throw refuse(
      at.place,
      at.written,
      `${resource.type} has no attribute ${name}.`,
      didYouMean(name, Object.keys(attributes)),
    );
  }

  /** A text that stands for what only AWS knows; an ARN where one is meant. */
  standIn(id: string, attribute: string): string {
    const { account, region, stackName } = this.environment;
    const type = this.template.resources[id]?.type ?? '';
    // Keys are known by ids of their own form, and nothing else would be accepted.
    const name = type === 'AWS::KMS::Key' ? keyIdFor(`${stackName} ${id}`) : `fake-${stackName}-${id}`;
    const [, service = 'fake', kind = 'resource'] = type.toLowerCase().split('::');
    const text = attribute.endsWith('Arn')
      ? `arn:${partitionOf(region).id}:${service}:${region}:${account}:${kind}/${name}`
      : attribute === 'Ref'
        ? name
        : `${name}-${attribute}`;
    this.standIns.add(text);
    return text;
  }

  #import(name: string, at: Position): string {
    const given = member(this.environment.imports, name);
    if (given !== undefined) this.#used.imports.add(name);
    const value = given ?? this.environment.exportOf(name);
    if (value === undefined) {
      throw refuse(
        at.place,
        at.written,
        `nothing exports ${name} in ${this.environment.account}/${this.environment.region}.`,
        `Deploy the stack that exports it first, or pass imports: { '${name}': '…' }.`,
      );
    }
    if (given === undefined) this.imported.add(name);
    return asText(value);
  }

  #dynamic(text: string, at: Position): string {
    return text.replace(/\{\{resolve:[^}]*\}\}/g, (reference) => {
      const value = member(this.environment.values, reference);
      this.#used.values.add(reference);
      if (value !== undefined) return asText(value);
      throw refuse(
        at.place,
        at.written,
        `can't be known: ${reference}.`,
        `Pass values: { '${reference}': '…' }.`,
      );
    });
  }

  /** Runs something that may ask for itself in the end. */
  #guard<T>(what: string, place: ResourcePlace, steps: readonly Step[], run: () => T): T {
    if (this.#asked.includes(what)) {
      const circle = [...this.#asked.slice(this.#asked.indexOf(what)), what].join(' → ');
      throw refuse(place, steps, `is in a circle: ${circle}.`);
    }
    this.#asked.push(what);
    try {
      return run();
    } finally {
      this.#asked.pop();
    }
  }
}

function into(at: Position, written: Step, resolved: Step): Position {
  return { ...at, written: [...at.written, written], resolved: [...at.resolved, resolved] };
}

function note({ trace, written, resolved }: Position): void {
  trace?.moved.push({ resolved, written });
}

function isCondition(value: Readonly<Record<string, unknown>>): boolean {
  return (
    Object.hasOwn(value, 'Condition') ||
    Object.keys(value).some((key) => /^Fn::(Equals|And|Or|Not)$/.test(key))
  );
}

function kindOf(value: unknown): string {
  if (value === NO_VALUE) return 'AWS::NoValue';
  if (Array.isArray(value)) return 'a list';
  return value === null ? 'null' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** What a parameter's own rules say of a value. */
function parameterFault(
  value: string,
  declared: Readonly<Record<string, unknown>>,
  type: string,
): string | undefined {
  const {
    AllowedValues: allowed,
    AllowedPattern: pattern,
    MinLength,
    MaxLength,
    MinValue,
    MaxValue,
  } = declared;
  if (Array.isArray(allowed) && !allowed.map(asText).includes(value))
    return `expected one of ${allowed.join(', ')}`;
  if (typeof pattern === 'string' && !new RegExp(`^(?:${pattern})$`).test(value))
    return `expected the pattern ${pattern}`;
  if (MinLength !== undefined && value.length < Number(MinLength)) return `shorter than ${asText(MinLength)}`;
  if (MaxLength !== undefined && value.length > Number(MaxLength)) return `longer than ${asText(MaxLength)}`;
  if (!/Number/.test(type)) return undefined;
  if (Number.isNaN(Number(value))) return 'expected a number';
  if (MinValue !== undefined && Number(value) < Number(MinValue)) return `less than ${asText(MinValue)}`;
  if (MaxValue !== undefined && Number(value) > Number(MaxValue)) return `more than ${asText(MaxValue)}`;
  return undefined;
}

/** The places of a trace that lie in a document of a resource, by their path in it. */
export function movedIn(
  trace: Trace,
  document: readonly Step[],
): Readonly<Record<string, readonly Step[]>> | undefined {
  const isInside = (steps: readonly Step[]) => document.every((step, index) => steps[index] === step);
  const moved = trace.moved.filter(({ resolved, written }) => isInside(resolved) && isInside(written));
  if (moved.length === 0) return undefined;
  return Object.fromEntries(
    moved.map(({ resolved, written }) => [
      formatSteps(resolved.slice(document.length)),
      written.slice(document.length),
    ]),
  );
}

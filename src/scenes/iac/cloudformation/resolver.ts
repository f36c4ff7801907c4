import { partitionOf } from '../../../aws/regions.js';
import { setMember } from '../../../lib/copy-json.js';
import type { Step } from '../../../world/written-origin.js';
import { asText, member } from '../read-json.js';
import { type ResourcePlace, didYouMean, refuse } from '../refuse.js';
import type { Attributes } from './attributes.js';
import { Conditions } from './conditions.js';
import type { Environment } from './environment.js';
import { type Scope, callFunction } from './functions.js';
import { NO_VALUE } from './no-value.js';
import { parameterValue } from './parameters.js';
import { type Position, type Trace, into, note } from './position.js';
import { StandIns } from './stand-ins.js';
import type { Template } from './template.js';

/** So many resources may ask for one another in a row, which is far from a stack overflow. */
const DEEPEST = 200;

/** Resolves the functions of one template: lazily, so that an untaken branch may hold anything. */
export class Resolver implements Scope {
  readonly standIns: StandIns;
  readonly conditions: Conditions;
  /** Exports of other stacks that were asked for. */
  readonly imported = new Set<string>();
  readonly #attributes = new Map<string, Attributes>();
  readonly #asked: string[] = [];

  constructor(
    readonly template: Template,
    readonly environment: Environment,
    /** What a resource that is known answers, made when first asked. */
    private readonly attributesOf: (id: string) => Attributes | undefined,
  ) {
    this.standIns = new StandIns(environment);
    this.conditions = new Conditions(template, (value, at) => this.value(value, at));
  }

  get mappings(): Template['mappings'] {
    return this.template.mappings;
  }

  /** @returns undefined if the value is AWS::NoValue */
  resolve(value: unknown, place: ResourcePlace, steps: readonly Step[], trace?: Trace): unknown {
    const result = this.value(value, { place, written: steps, resolved: steps, trace });
    return result === NO_VALUE ? undefined : result;
  }

  condition(name: string, { place, written }: Position): boolean {
    return this.conditions.of(name, place, written);
  }

  truth(value: unknown, at: Position): boolean {
    return this.conditions.truth(value, at);
  }

  value(value: unknown, at: Position): unknown {
    if (typeof value === 'string') return value.includes('{{resolve:') ? this.#dynamic(value, at) : value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return this.#list(value, at);
    const keys = Object.keys(value);
    const [only = ''] = keys;
    if (keys.length === 1 && (only === 'Ref' || only.startsWith('Fn::'))) {
      return callFunction(only, (value as Record<string, unknown>)[only], at, this);
    }
    const result: Record<string, unknown> = {};
    for (const key of keys) {
      const inner = this.value((value as Record<string, unknown>)[key], into(at, key, key));
      if (inner !== NO_VALUE) setMember(result, key, inner);
    }
    return result;
  }

  ref(name: string, at: Position): unknown {
    const pseudo = this.#pseudo(name, at);
    if (pseudo !== undefined) return pseudo;
    const { template, environment, standIns } = this;
    if (Object.hasOwn(template.parameters, name)) {
      return parameterValue(name, template, environment, standIns, at);
    }
    return this.attribute(name, 'Ref', at);
  }

  attribute(id: string, name: string, at: Position): string {
    const { template, environment } = this;
    const resource = Object.hasOwn(template.resources, id) ? template.resources[id] : undefined;
    if (resource === undefined) {
      const known = [...Object.keys(template.resources), ...Object.keys(template.parameters)];
      const advice = template.isServerless
        ? 'A transform may make it: pass the processed template.'
        : didYouMean(id, known);
      throw refuse(at.place, at.written, `names ${id}, which does not exist.`, advice);
    }
    if (resource.condition !== undefined && !this.condition(resource.condition, at)) {
      const problem = `names ${id}, which its condition ${resource.condition} leaves out.`;
      throw refuse(at.place, at.written, problem);
    }
    const option = name === 'Ref' ? id : `${id}.${name}`;
    const supplied = member(environment.values, option);
    if (supplied !== undefined) {
      environment.use.read('values', option);
      return asText(supplied);
    }
    const attributes = this.#attributesOf(id, at);
    if (attributes === undefined) return this.standIns.make(id, resource.type, name);
    const value = member(attributes, name);
    if (value !== undefined) return asText(value);
    throw refuse(
      at.place,
      at.written,
      `${resource.type} has no attribute ${name}.`,
      didYouMean(name, Object.keys(attributes)),
    );
  }

  importOf(name: string, { place, written }: Position): string {
    const { environment } = this;
    const { imports, use, account, region } = environment;
    const given = member(imports, name);
    if (given !== undefined) use.read('imports', name);
    const value = given ?? environment.exportOf(name);
    if (value === undefined) {
      throw refuse(
        place,
        written,
        `nothing exports ${name} in ${account}/${region}.`,
        `Deploy the stack that exports it first, or pass imports: { '${name}': '…' }.`,
      );
    }
    if (given === undefined) this.imported.add(name);
    return asText(value);
  }

  #list(list: readonly unknown[], at: Position): unknown[] {
    const result: unknown[] = [];
    list.forEach((entry, index) => {
      const inside = into(at, index, result.length);
      const inner = this.value(entry, inside);
      if (inner === NO_VALUE) return;
      if (result.length !== index) note(inside);
      result.push(inner);
    });
    return result;
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

  #attributesOf(id: string, { place, written }: Position): Attributes | undefined {
    const known = this.#attributes.get(id);
    if (known !== undefined) return known;
    if (this.#asked.includes(id)) {
      const circle = [...this.#asked.slice(this.#asked.indexOf(id)), id].join(' → ');
      throw refuse(place, written, `is in a circle: ${circle}.`);
    }
    if (this.#asked.length === DEEPEST) {
      throw refuse(
        place,
        written,
        `is one of more than ${DEEPEST} resources that need one another in a row.`,
      );
    }
    this.#asked.push(id);
    try {
      const attributes = this.attributesOf(id);
      if (attributes !== undefined) this.#attributes.set(id, attributes);
      return attributes;
    } finally {
      this.#asked.pop();
    }
  }

  /** `{{resolve:ssm:/x}}`: what only AWS knows. */
  #dynamic(text: string, { place, written }: Position): string {
    const { values, use } = this.environment;
    return text.replace(/\{\{resolve:[^}]*\}\}/g, (reference) => {
      const value = member(values, reference);
      use.read('values', reference);
      if (value !== undefined) return asText(value);
      throw refuse(place, written, `can't be known: ${reference}.`, `Pass values: { '${reference}': '…' }.`);
    });
  }
}

import { FakeEcrError } from '../../../lib/misuse.js';
import type { Step, WrittenKind } from '../../../world/written-origin.js';
import { type JsonRecord, asText, pick } from '../read-json.js';
import { didYouMean, refuse } from '../refuse.js';
import type { PlannedResource } from '../thing.js';
import { type Attributes, IDENTIFYING, attributesOf } from './attributes.js';
import { bootstrapRepository } from './bootstrap-repository.js';
import { checkProperties, refuseUnknown } from './check-properties.js';
import { dependencyOrder } from './dependency-order.js';
import type { Environment } from './environment.js';
import { NestedStacks, requireDeclared } from './nested-stacks.js';
import { notesOn } from './notes.js';
import { planOutputs } from './outputs.js';
import { PhysicalNames, nameProperty } from './physical-names.js';
import type { Trace } from './position.js';
import { type KnownType, KNOWN_TYPES, NOT_TYPES, knownType } from './property-types.js';
import { Resolver } from './resolver.js';
import type { StackIdentity, StackState } from './stack-state.js';
import { type Template, type TemplateResource, readTemplate } from './template.js';
import { requireWellFormed } from '../check-policies.js';
import { translate } from './translate.js';
import { writtenPlaces } from './written-places.js';

export interface PlanOptions {
  readonly environment: Environment;
  readonly source: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Templates of nested stacks, by the logical ids that lead to them, joined by dots. */
  readonly nested: Readonly<Record<string, unknown>>;
  readonly managedPolicies: Readonly<Record<string, string>>;
  readonly bootstrap: boolean;
  /** The logical ids that lead to this stack; absent for one that no other holds. */
  readonly path?: string;
  previous(stack: StackIdentity): StackState | undefined;
}

/** Types by what they make, for telling what was left out. */
const KIND_OF = new Map<string, WrittenKind>([
  ['AWS::ECR::Repository', 'repository'],
  ['AWS::ECR::ReplicationConfiguration', 'replication configuration'],
  ['AWS::ECR::RegistryPolicy', 'registry policy'],
  ['AWS::ECR::RegistryScanningConfiguration', 'scanning configuration'],
  ['AWS::ECR::SigningConfiguration', 'signing configuration'],
  ['AWS::ECR::PullThroughCacheRule', 'pull-through cache rule'],
  ['AWS::ECR::RepositoryCreationTemplate', 'creation template'],
  ['AWS::ECR::PullTimeUpdateExclusion', 'pull-time update exclusion'],
  ['AWS::IAM::Role', 'principal'],
  ['AWS::IAM::User', 'principal'],
]);

/**
 * Resolves and checks a template, and touches nothing.
 *
 * @returns the stacks to build, those nested in it first
 * @throws FakeEcrError with the place of the first fault
 */
export function planStack(given: unknown, options: PlanOptions): readonly StackState[] {
  return new StackPlan(readTemplate(given, options.source), options).run();
}

class StackPlan {
  readonly #resolver: Resolver;
  readonly #names: PhysicalNames;
  readonly #nested: NestedStacks;
  readonly #stack: StackIdentity;
  readonly #before: ReadonlyMap<string, PlannedResource>;

  constructor(
    private readonly template: Template,
    private readonly options: PlanOptions,
  ) {
    const { environment, source, nested, path = '' } = options;
    const { account, region, stackName } = environment;
    this.#stack = { account, region, stackName };
    this.#before = new Map(options.previous(this.#stack)?.resources.map((one) => [one.id, one]));
    const resolver = new Resolver(template, environment, (id) => this.#attributes(id));
    const resolve = (value: unknown, id: string, steps: readonly Step[]) =>
      resolver.resolve(value, this.#place(id), steps);
    this.#resolver = resolver;
    this.#names = new PhysicalNames(this.#stack, this.#before, resolve);
    this.#nested = new NestedStacks({
      environment,
      source,
      path,
      nested,
      resolve,
      plan: (one) => planStack(one.template, { ...options, ...one, bootstrap: false }),
    });
  }

  run(): readonly StackState[] {
    const { template, options } = this;
    this.#noteOptions();
    for (const resource of Object.values(template.resources)) this.#requireKnown(resource);
    const resources: PlannedResource[] = [];
    const ignored: string[] = [];
    const notes: string[] = [];
    const leftOut: StackState['leftOut'][number][] = [];
    for (const resource of dependencyOrder(template)) {
      const { id, type, condition } = resource;
      const known = knownType(type);
      if (condition !== undefined && !this.#holds(condition, id)) {
        const kind = KIND_OF.get(type);
        const because = `condition ${this.#resolver.conditions.describe(condition)}`;
        if (kind !== undefined) leftOut.push({ id, kind, registry: this.#registry, because });
      } else if (known !== undefined) {
        resources.push(this.#plan(resource, known));
      } else if (!NestedStacks.isOne(resource)) {
        ignored.push(id);
      } else if (this.#nested.attributesOf(resource) === undefined) {
        ignored.push(id);
        notes.push(`${id} is a stack whose template was not given: pass nested: { ${id}: template }`);
      }
    }
    if (options.bootstrap) resources.unshift(bootstrapRepository(this.#stack));
    return [
      ...this.#nested.states,
      {
        ...this.#stack,
        source: options.source,
        resources,
        ...planOutputs(this.#resolver),
        imported: [...this.#resolver.imported],
        ignored,
        leftOut,
        notes: [...notes, ...resources.flatMap(notesOn)],
        managedPolicies: options.managedPolicies,
        nested: this.#nested.keys,
      },
    ];
  }

  get #registry(): string {
    return `${this.#stack.account}/${this.#stack.region}`;
  }

  #place(id: string) {
    return { source: this.options.source, id };
  }

  #holds(condition: string, id: string): boolean {
    return this.#resolver.conditions.of(condition, this.#place(id), ['Condition']);
  }

  /** A parameter that is declared and not used is not a slip. */
  #noteOptions(): void {
    const { template, options } = this;
    const { use, parameters } = options.environment;
    const declared = Object.keys(template.parameters);
    use.know([...declared, ...Object.keys(template.resources)]);
    if (options.path === undefined) for (const name of declared) use.read('parameters', name);
    else requireDeclared(template.parameters, parameters, options.source);
    const prefix = options.path === undefined ? '' : `${options.path}.`;
    for (const resource of Object.values(template.resources)) {
      if (NestedStacks.isOne(resource)) use.read('nested', prefix + resource.id);
    }
  }

  #requireKnown({ id, type }: TemplateResource): void {
    const place = this.#place(id);
    const isOurs = type.startsWith('AWS::ECR::') && type !== 'AWS::ECR::PublicRepository';
    if (knownType(type) === undefined && isOurs) {
      throw refuse(
        place,
        ['Type'],
        `is ${type}, which is unknown.`,
        NOT_TYPES.get(type) ?? didYouMean(type, Object.keys(KNOWN_TYPES)),
      );
    }
    const before = this.#before.get(id);
    if (before === undefined || before.type === type) return;
    throw refuse(
      place,
      ['Type'],
      `was ${before.type} and is ${type}: the type of a logical id can't change.`,
    );
  }

  #plan(resource: TemplateResource, known: KnownType): PlannedResource {
    const { id, type } = resource;
    const place = this.#place(id);
    const trace: Trace = { moved: [] };
    const { standIns } = this.#resolver;
    // Names first: one that is not known would be resolved to nothing known.
    refuseUnknown(resource.properties, known.properties, place, ['Properties']);
    const steps = ['Properties'];
    const properties = (this.#resolver.resolve(resource.properties, place, steps, trace) ?? {}) as JsonRecord;
    checkProperties(properties, known.properties, place, steps, (text) => standIns.isIn(text));
    const name = this.#names.of(resource);
    const tags = mergeTags(this.options.tags, (properties['Tags'] ?? []) as readonly JsonRecord[]);
    const writtenAt = writtenPlaces(resource, place.source, trace);
    const property = nameProperty(type);
    const planned: PlannedResource = {
      id,
      type,
      account: this.#stack.account,
      region: this.#stack.region,
      physicalId: attributesOf(type, name, properties, this.#stack).Ref,
      properties: pick(properties, known.replacing),
      replacing: known.replacing,
      isNamed: property === undefined || properties[property] !== undefined,
      retained: this.#fate(resource, 'DeletionPolicy').startsWith('Retain'),
      retainedOnReplace: this.#fate(resource, 'UpdateReplacePolicy') === 'Retain',
      generation: this.#names.generationOf(id),
      ...translate({ type, name, properties, stack: this.#stack, tags, writtenAt, place }),
      ...(resource.construct === undefined ? {} : { construct: resource.construct }),
    };
    requireWellFormed(planned, place.source);
    return planned;
  }

  /** What becomes of a resource that is deleted, or replaced; the default is to delete it [docs]. */
  #fate(resource: TemplateResource, name: 'DeletionPolicy' | 'UpdateReplacePolicy'): string {
    const place = this.#place(resource.id);
    const fate = asText(this.#resolver.resolve(resource.fates[name], place, [name]) ?? 'Delete');
    const known = ['Delete', 'Retain', ...(name === 'DeletionPolicy' ? ['RetainExceptOnCreate'] : [])];
    if (known.includes(fate)) return fate;
    throw refuse(place, [name], `is '${fate}', expected ${known.join(', ')}.`);
  }

  /** Undefined for what is of another service: it gets a stand-in. */
  #attributes(id: string): Attributes | undefined {
    const resource = this.template.resources[id];
    if (resource === undefined) throw new FakeEcrError(`${id} is not a resource.`);
    if (NestedStacks.isOne(resource)) return this.#nested.attributesOf(resource);
    if (knownType(resource.type) === undefined) return undefined;
    const properties = Object.fromEntries(
      IDENTIFYING.filter((name) => resource.properties[name] !== undefined).map((name) => [
        name,
        this.#resolver.resolve(resource.properties[name], this.#place(id), ['Properties', name]),
      ]),
    );
    return attributesOf(resource.type, this.#names.of(resource), properties, this.#stack);
  }
}

function mergeTags(
  stack: Readonly<Record<string, string>>,
  own: readonly JsonRecord[],
): readonly JsonRecord[] {
  const byKey = new Map(Object.entries(stack));
  for (const { Key, Value } of own) byKey.set(asText(Key), asText(Value));
  return [...byKey].map(([Key, Value]) => ({ Key, Value }));
}

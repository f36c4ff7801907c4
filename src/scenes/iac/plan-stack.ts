import type { DeployedThing } from '../../world/deployed-source.js';
import { partitionOf } from '../../aws/regions.js';
import type { Step } from '../../world/written-origin.js';
import { WRITTEN_KINDS, type WrittenKind } from '../../world/written-origin.js';
import { checkProperties } from './check-properties.js';
import {
  type StackIdentity,
  attributesOf,
  madeUpName,
  nameProperty,
  translate,
} from './cloudformation-things.js';
import { dependencyOrder } from './dependency-order.js';
import { KNOWN_TYPES, NOT_TYPES } from './property-types.js';
import { type JsonRecord, isRecord, member, recordOf, asText } from './read-json.js';
import { didYouMean, refuse } from './refuse.js';
import { type Attributes, type Environment, Resolver, type Trace, movedIn } from './resolver.js';
import { type Template, type TemplateResource, readTemplate } from './template.js';
import type { PlannedResource } from './thing.js';

/** A stack as deployed: JSON, kept with the world. */
export interface StackState extends StackIdentity {
  readonly source: string;
  readonly resources: readonly PlannedResource[];
  readonly exports: Readonly<Record<string, string>>;
  readonly imported: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  /** Outputs that can't be known, and why. */
  readonly unknownOutputs: Readonly<Record<string, string>>;
  readonly ignored: readonly string[];
  readonly leftOut: readonly (DeployedThing & { readonly because: string })[];
  readonly notes: readonly string[];
  readonly managedPolicies: Readonly<Record<string, string>>;
}

export interface PlanOptions {
  readonly environment: Environment;
  readonly source: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly nested: Readonly<Record<string, unknown>>;
  readonly managedPolicies: Readonly<Record<string, string>>;
  readonly bootstrap: boolean;
  previous(stack: StackIdentity): StackState | undefined;
}

/** Types by what they make, for telling what was left out. */
const KIND_OF: Readonly<Record<string, WrittenKind>> = {
  'AWS::ECR::Repository': 'repository',
  'AWS::ECR::ReplicationConfiguration': 'replication configuration',
  'AWS::ECR::RegistryPolicy': 'registry policy',
  'AWS::ECR::RegistryScanningConfiguration': 'scanning configuration',
  'AWS::ECR::SigningConfiguration': 'signing configuration',
  'AWS::ECR::PullThroughCacheRule': 'pull-through cache rule',
  'AWS::ECR::RepositoryCreationTemplate': 'creation template',
  'AWS::ECR::PullTimeUpdateExclusion': 'pull-time update exclusion',
  'AWS::IAM::Role': 'principal',
  'AWS::IAM::User': 'principal',
};

/** Properties that names and ARNs are made of. */
const IDENTIFYING =
  'RepositoryName RoleName UserName GroupName ManagedPolicyName Path PolicyName EcrRepositoryPrefix Prefix PrincipalArn'.split(
    ' ',
  );

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
  readonly #names = new Map<string, string>();
  readonly #generations = new Map<string, number>();
  readonly #nested: StackState[] = [];
  readonly #nestedUsed = new Set<string>();
  readonly #stack: StackIdentity;
  readonly #before: ReadonlyMap<string, PlannedResource>;

  constructor(
    private readonly template: Template,
    private readonly options: PlanOptions,
  ) {
    const { environment } = options;
    this.#stack = {
      account: environment.account,
      region: environment.region,
      stackName: environment.stackName,
    };
    this.#before = new Map(options.previous(this.#stack)?.resources.map((one) => [one.id, one]));
    this.#resolver = new Resolver(template, environment, (id) => this.#attributes(id));
  }

  run(): readonly StackState[] {
    const { template, options } = this;
    for (const resource of Object.values(template.resources)) this.#requireKnown(resource);
    const resources: PlannedResource[] = [];
    const ignored: string[] = [];
    const leftOut: StackState['leftOut'][number][] = [];
    for (const resource of dependencyOrder(template)) {
      const { id, type, condition } = resource;
      if (condition !== undefined && !this.#resolver.condition(condition, this.#place(id), ['Condition'])) {
        const kind = KIND_OF[type];
        const because = `condition ${this.#resolver.describeCondition(condition)}`;
        if (kind !== undefined) leftOut.push({ id, kind, registry: this.#registry, because });
      } else if (KNOWN_TYPES[type] === undefined) {
        ignored.push(id);
        if (type.startsWith('AWS::CloudFormation::Stack')) this.#attributes(id);
      } else {
        resources.push(this.#plan(resource));
      }
    }
    if (options.bootstrap) resources.unshift(this.#bootstrap());
    const { outputs, exports, unknownOutputs } = this.#outputs();
    this.#requireUsed();
    return [
      ...this.#nested,
      {
        ...this.#stack,
        source: options.source,
        resources,
        exports,
        outputs,
        unknownOutputs,
        imported: [...this.#resolver.imported],
        ignored,
        leftOut,
        notes: resources.flatMap(notesOn),
        managedPolicies: options.managedPolicies,
      },
    ];
  }

  get #registry(): string {
    return `${this.#stack.account}/${this.#stack.region}`;
  }

  #place(id: string) {
    return { source: this.options.source, id };
  }

  #requireKnown({ id, type }: TemplateResource): void {
    const place = this.#place(id);
    const isOurs = type.startsWith('AWS::ECR::') && type !== 'AWS::ECR::PublicRepository';
    if (KNOWN_TYPES[type] === undefined && isOurs) {
      throw refuse(
        place,
        ['Type'],
        `is ${type}, which is unknown.`,
        NOT_TYPES[type] ?? didYouMean(type, Object.keys(KNOWN_TYPES)),
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

  #plan(resource: TemplateResource): PlannedResource {
    const { id, type } = resource;
    const known = KNOWN_TYPES[type] as (typeof KNOWN_TYPES)[string];
    const place = this.#place(id);
    const trace: Trace = { moved: [] };
    const resolver = this.#resolver;
    const isStandIn = (text: string) => [...resolver.standIns].some((one) => text.includes(one));
    // Names first: one that is not known would be resolved to nothing known.
    for (const name of Object.keys(resource.properties)) {
      if (Object.hasOwn(known.properties.members, name)) continue;
      throw refuse(
        place,
        ['Properties', name],
        'is unknown.',
        didYouMean(name, Object.keys(known.properties.members)),
      );
    }
    const properties = (resolver.resolve(resource.properties, place, ['Properties'], trace) ??
      {}) as JsonRecord;
    checkProperties(properties, known.properties, place, ['Properties'], isStandIn);
    const name = this.#nameOf(resource);
    const writtenAt = (path: readonly Step[], text?: string) => {
      const moved = movedIn(trace, path);
      return {
        source: place.source,
        id,
        path,
        written: text === undefined ? valueAt(resource, path) : parsed(text),
        ...(text === undefined ? {} : { isText: true as const }),
        ...(moved === undefined ? {} : { moved }),
        ...(resource.construct === undefined ? {} : { construct: resource.construct }),
      };
    };
    const tags = mergeTags(this.options.tags, (properties['Tags'] ?? []) as readonly JsonRecord[]);
    const translation = translate(resource, name, properties, this.#stack, tags, writtenAt, place);
    const property = nameProperty(type);
    const policy = resource.deletionPolicy ?? 'Delete';
    return {
      id,
      type,
      account: this.#stack.account,
      region: this.#stack.region,
      physicalId: attributesOf(type, name, properties, this.#stack).Ref,
      properties,
      replacing: known.replacing,
      isNamed: property === undefined || properties[property] !== undefined,
      retained: policy.startsWith('Retain'),
      retainedOnReplace: resource.updateReplacePolicy === 'Retain',
      generation: this.#generations.get(id) ?? 0,
      ...translation,
      documents: translation.documents.map(withRecords),
      ...(resource.construct === undefined ? {} : { construct: resource.construct }),
    };
  }

  /** The repository that `cdk bootstrap` makes for images; its settings are likely [assumed]. */
  #bootstrap(): PlannedResource {
    const { account, region } = this.#stack;
    const id = 'ContainerAssetsRepository';
    const repositoryName = `cdk-hnb659fds-container-assets-${account}-${region}`;
    return {
      id,
      type: 'AWS::ECR::Repository',
      account,
      region,
      physicalId: repositoryName,
      thing: {
        kind: 'repository',
        force: false,
        input: { repositoryName, imageTagMutability: 'IMMUTABLE' },
        policies: {},
      },
      properties: { RepositoryName: repositoryName },
      documents: [],
      replacing: [],
      isNamed: true,
      retained: true,
      retainedOnReplace: true,
      generation: 0,
      places: {},
    };
  }

  #nameOf(resource: TemplateResource): string {
    const { id, type } = resource;
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    const property = nameProperty(type);
    const given = property === undefined ? undefined : resource.properties[property];
    const steps = ['Properties', property ?? ''];
    const name = given === undefined ? undefined : this.#resolver.resolve(given, this.#place(id), steps);
    const made = name === undefined ? this.#makeName(resource) : asText(name);
    this.#names.set(id, made);
    return made;
  }

  #makeName(resource: TemplateResource): string {
    const { id, type } = resource;
    const before = this.#before.get(id);
    let generation = before?.generation ?? 0;
    const isReplaced = (KNOWN_TYPES[type]?.replacing ?? []).some((property) => {
      const now = this.#resolver.resolve(resource.properties[property], this.#place(id), [
        'Properties',
        property,
      ]);
      return JSON.stringify(now) !== JSON.stringify(before?.properties[property]);
    });
    if (before !== undefined && isReplaced) generation += 1;
    this.#generations.set(id, generation);
    const name = madeUpName(this.#stack, id, generation);
    return type === 'AWS::ECR::Repository' ? name.toLowerCase() : name;
  }

  /** Undefined for what is of another service: it gets a stand-in. */
  #attributes(id: string): Attributes | undefined {
    const resource = this.template.resources[id] as TemplateResource;
    if (resource.type.startsWith('AWS::CloudFormation::Stack')) return this.#nestedAttributes(resource);
    if (KNOWN_TYPES[resource.type] === undefined) return undefined;
    const place = this.#place(id);
    const properties = Object.fromEntries(
      IDENTIFYING.filter((name) => resource.properties[name] !== undefined).map((name) => [
        name,
        this.#resolver.resolve(resource.properties[name], place, ['Properties', name]),
      ]),
    );
    return attributesOf(resource.type, this.#nameOf(resource), properties, this.#stack);
  }

  #nestedAttributes(resource: TemplateResource): Attributes | undefined {
    const { id, type, properties } = resource;
    const body = type === 'AWS::CloudFormation::StackSet' ? properties['TemplateBody'] : undefined;
    const template = member(this.options.nested, id) ?? body;
    if (template === undefined) return undefined;
    if (Object.hasOwn(this.options.nested, id)) this.#nestedUsed.add(id);
    const { environment } = this.options;
    const stackName = `${environment.stackName}-${id}`;
    const parameters = this.#nestedParameters(resource);
    const children = this.#instancesOf(resource).map(([account, region]) =>
      planStack(template, {
        ...this.options,
        source: `${this.options.source} › ${id}`,
        nested: recordOf(this.options.nested, `${id}.nested`),
        bootstrap: false,
        environment: { ...environment, account, region, stackName, parameters, imports: {}, values: {} },
      }),
    );
    this.#nested.push(...children.flat());
    const outputs = children[0]?.at(-1)?.outputs ?? {};
    return {
      Ref: `arn:${partitionOf(environment.region).id}:cloudformation:${environment.region}:${environment.account}:stack/${stackName}/fake-ecr`,
      ...Object.fromEntries(Object.entries(outputs).map(([name, value]) => [`Outputs.${name}`, value])),
    };
  }

  #nestedParameters({ id, type, properties }: TemplateResource): Environment['parameters'] {
    const given = this.#resolver.resolve(properties['Parameters'] ?? {}, this.#place(id), [
      'Properties',
      'Parameters',
    ]);
    if (type !== 'AWS::CloudFormation::StackSet') return given as Environment['parameters'];
    const list = Array.isArray(given) ? (given as readonly JsonRecord[]) : [];
    return Object.fromEntries(
      list.map((one) => [asText(one['ParameterKey']), asText(one['ParameterValue'])]),
    );
  }

  /** Where the stacks of a resource go: here, or to the listed accounts and Regions of a stack set. */
  #instancesOf({ id, type, properties }: TemplateResource): readonly (readonly [string, string])[] {
    const { account, region } = this.#stack;
    if (type !== 'AWS::CloudFormation::StackSet') return [[account, region]];
    const steps = ['Properties', 'StackInstancesGroup'];
    const groups = this.#resolver.resolve(properties['StackInstancesGroup'] ?? [], this.#place(id), steps);
    return (groups as readonly JsonRecord[]).flatMap((group, index) => {
      const accounts = recordOf(group, 'DeploymentTargets')['Accounts'];
      if (!Array.isArray(accounts)) {
        throw refuse(
          this.#place(id),
          [...steps, index, 'DeploymentTargets'],
          'names no accounts, and who is in an organizational unit is not known.',
          'Deploy the template of the set with targets.',
        );
      }
      return accounts.flatMap((one) =>
        ((group['Regions'] ?? []) as string[]).map((to) => [asText(one), to] as const),
      );
    });
  }

  #outputs(): Pick<StackState, 'outputs' | 'exports' | 'unknownOutputs'> {
    const outputs: Record<string, string> = {};
    const exports: Record<string, string> = {};
    const unknownOutputs: Record<string, string> = {};
    for (const [name, output] of Object.entries(this.template.outputs)) {
      const place = this.#place('');
      const condition = member(output, 'Condition');
      if (typeof condition === 'string' && !this.#resolver.condition(condition, place, ['Outputs', name]))
        continue;
      try {
        const value = this.#resolver.resolve(member(output, 'Value'), place, ['Outputs', name, 'Value']);
        outputs[name] = typeof value === 'object' ? JSON.stringify(value) : asText(value);
        const exported = member(member(output, 'Export'), 'Name');
        if (exported === undefined) continue;
        const exportName = this.#resolver.resolve(exported, place, ['Outputs', name, 'Export', 'Name']);
        exports[asText(exportName)] = outputs[name];
      } catch (error) {
        unknownOutputs[name] = (error as Error).message;
      }
    }
    return { outputs, exports, unknownOutputs };
  }

  #requireUsed(): void {
    const nested = Object.keys(this.options.nested)
      .filter((name) => !this.#nestedUsed.has(name) && !name.endsWith('.nested'))
      .map((name) => `nested['${name}']`);
    // A parameter that is declared and not used is not a slip.
    const unused = [...this.#resolver.unused, ...nested].filter(
      (name) => !Object.keys(this.template.parameters).some((one) => name === `parameters['${one}']`),
    );
    const [first] = unused;
    if (first === undefined) return;
    const name = /'(.*)'/.exec(first)?.[1] ?? '';
    const known = [...Object.keys(this.template.parameters), ...Object.keys(this.template.resources)];
    throw refuse(this.#place(''), [], `nothing reads the option ${first}.`, didYouMean(name, known));
  }
}

/** What is written at a path of a resource, as far as it goes. */
function valueAt({ properties }: TemplateResource, path: readonly Step[]): unknown {
  let value: unknown = properties;
  for (const step of path.slice(1)) {
    const next: unknown =
      typeof value === 'object' && value !== null ? (value as Record<Step, unknown>)[step] : undefined;
    if (next === undefined) break;
    value = next;
  }
  return value;
}

/** Snapshots keep what is written as objects only. */
function withRecords<T extends PlannedResource['documents'][number]>(one: T): T {
  const { written, ...document } = one.document;
  return { ...one, document: isRecord(written) ? { ...document, written } : document };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
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

/** What is right, and may not do what its author expects. */
function notesOn({ id, thing }: PlannedResource): readonly string[] {
  if (thing.kind !== 'creation template') return [];
  const { resourceTags, encryptionConfiguration, customRoleArn } = thing.input;
  const needsRole =
    (Array.isArray(resourceTags) && resourceTags.length > 0) ||
    (isRecord(encryptionConfiguration) && encryptionConfiguration['encryptionType'] !== 'AES256');
  return needsRole && customRoleArn === undefined
    ? [`${id} has resource tags or KMS encryption, and no CustomRoleArn: ECR makes no repository by it`]
    : [];
}

/** The kinds of a resource's documents, for telling what was deployed. */
export function thingsOf({ resources }: Pick<StackState, 'resources'>): readonly DeployedThing[] {
  return resources.flatMap(({ id, account, region, thing, documents }) =>
    [thing.kind, ...documents.map((one) => one.kind)]
      .filter((kind): kind is WrittenKind => (WRITTEN_KINDS as readonly string[]).includes(kind))
      .filter((kind, index, all) => all.indexOf(kind) === index)
      .map((kind) => ({ id, kind, registry: `${account}/${region}` })),
  );
}

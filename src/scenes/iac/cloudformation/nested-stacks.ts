import { partitionOf } from '../../../aws/regions.js';
import type { Step } from '../../../world/written-origin.js';
import { type JsonRecord, asText, isRecord, member, recordOf } from '../read-json.js';
import { didYouMean, refuse } from '../refuse.js';
import type { Attributes } from './attributes.js';
import type { Environment } from './environment.js';
import { type StackState, stackKey } from './stack-state.js';
import type { TemplateResource } from './template.js';

/** What is planned for a stack that another one holds. */
export interface NestedPlan {
  readonly template: unknown;
  readonly environment: Environment;
  readonly source: string;
  /** The logical ids that lead to it, joined by dots. */
  readonly path: string;
}

/** The stack that holds others. */
export interface Holder {
  readonly environment: Environment;
  readonly source: string;
  /** The logical ids that lead to it, joined by dots; empty for a stack that no other holds. */
  readonly path: string;
  /** Templates, by the logical ids that lead to them, joined by dots. */
  readonly nested: Readonly<Record<string, unknown>>;
  resolve(value: unknown, id: string, steps: readonly Step[]): unknown;
  plan(nested: NestedPlan): readonly StackState[];
}

/** Stacks in a stack: `AWS::CloudFormation::Stack`, and what a stack set of listed accounts makes. */
export class NestedStacks {
  readonly #attributes = new Map<string, Attributes | undefined>();
  readonly #states: StackState[] = [];
  readonly #keys: string[] = [];

  constructor(private readonly holder: Holder) {}

  /** Those that were planned, each after those that it holds. */
  get states(): readonly StackState[] {
    return this.#states;
  }

  /** Keys of those that go when their holder goes. */
  get keys(): readonly string[] {
    return this.#keys;
  }

  static isOne({ type }: TemplateResource): boolean {
    return type === 'AWS::CloudFormation::Stack' || type === 'AWS::CloudFormation::StackSet';
  }

  /** Plans the stacks of a resource. @returns undefined if the template was not given */
  attributesOf(resource: TemplateResource): Attributes | undefined {
    const { id } = resource;
    if (!this.#attributes.has(id)) this.#attributes.set(id, this.#plan(resource));
    return this.#attributes.get(id);
  }

  #plan(resource: TemplateResource): Attributes | undefined {
    const { id, type, properties } = resource;
    const { holder } = this;
    const { environment } = holder;
    const path = holder.path === '' ? id : `${holder.path}.${id}`;
    const body = type === 'AWS::CloudFormation::StackSet' ? properties['TemplateBody'] : undefined;
    const template = member(holder.nested, path) ?? body;
    if (template === undefined) return undefined;
    environment.use.read('nested', path);
    const stackName = `${environment.stackName}-${id}`;
    const source = `${holder.source} › ${id}`;
    const parameters = this.#parametersOf(resource);
    const instances = this.#instancesOf(resource).map(([account, region]) =>
      holder.plan({
        template,
        path,
        source,
        environment: { ...environment, account, region, stackName, parameters },
      }),
    );
    this.#states.push(...instances.flat());
    if (resource.fates.DeletionPolicy !== 'Retain') {
      this.#keys.push(...instances.flatMap((states) => states.slice(-1).map(stackKey)));
    }
    const { account, region } = environment;
    const outputs = Object.entries(instances[0]?.at(-1)?.outputs ?? {});
    return {
      Ref: `arn:${partitionOf(region).id}:cloudformation:${region}:${account}:stack/${stackName}/fake-ecr`,
      ...Object.fromEntries(outputs.map(([name, value]) => [`Outputs.${name}`, value])),
    };
  }

  #parametersOf({ id, type, properties }: TemplateResource): Environment['parameters'] {
    const steps = ['Properties', 'Parameters'];
    const given = this.holder.resolve(properties['Parameters'] ?? {}, id, steps);
    const fault = (expected: string) => refuse(this.#place(id), steps, `is not ${expected}.`);
    if (type !== 'AWS::CloudFormation::StackSet') {
      if (isRecord(given)) return given as Environment['parameters'];
      throw fault('an object');
    }
    if (!Array.isArray(given)) {
      if (isRecord(given) && Object.keys(given).length === 0) return {};
      throw fault('a list');
    }
    return Object.fromEntries(
      given.map((one: unknown) => [
        asText(member(one, 'ParameterKey')),
        asText(member(one, 'ParameterValue')),
      ]),
    );
  }

  /** Where the stacks of a resource go: here, or to the listed accounts and Regions of a stack set. */
  #instancesOf({ id, type, properties }: TemplateResource): readonly (readonly [string, string])[] {
    const { account, region } = this.holder.environment;
    if (type !== 'AWS::CloudFormation::StackSet') return [[account, region]];
    const steps = ['Properties', 'StackInstancesGroup'];
    const groups = this.holder.resolve(properties['StackInstancesGroup'] ?? [], id, steps);
    if (!Array.isArray(groups)) throw refuse(this.#place(id), steps, 'is not a list.');
    return groups.flatMap((group: unknown, index) => {
      const accounts = recordOf(group, 'DeploymentTargets')['Accounts'];
      const regions = member(group, 'Regions');
      if (!Array.isArray(accounts)) {
        throw refuse(
          this.#place(id),
          [...steps, index, 'DeploymentTargets'],
          'names no accounts, and who is in an organizational unit is not known.',
          'Deploy the template of the set with targets.',
        );
      }
      if (!Array.isArray(regions)) {
        throw refuse(this.#place(id), [...steps, index, 'Regions'], 'is not a list.');
      }
      return accounts.flatMap((one: unknown) =>
        regions.map((to: unknown) => [asText(one), asText(to)] as const),
      );
    });
  }

  #place(id: string) {
    return { source: this.holder.source, id };
  }
}

/** A stack takes no parameters that its template does not declare [docs]. */
export function requireDeclared(
  parameters: JsonRecord,
  given: Environment['parameters'],
  source: string,
): void {
  const stranger = Object.keys(given).find((name) => !Object.hasOwn(parameters, name));
  if (stranger === undefined) return;
  throw refuse(
    { source, id: '' },
    ['Parameters', stranger],
    'is given, and the template does not declare it.',
    didYouMean(stranger, Object.keys(parameters)),
  );
}

import type { Step } from '../../world/written-origin.js';
import { type JsonRecord, isRecord, member, readJsonObject, recordOf } from './read-json.js';
import { type ResourcePlace, refuse } from './refuse.js';

/** A CloudFormation template, with its sections as records. */
export interface Template {
  readonly source: string;
  readonly parameters: JsonRecord;
  readonly mappings: JsonRecord;
  readonly conditions: JsonRecord;
  readonly resources: Readonly<Record<string, TemplateResource>>;
  readonly outputs: JsonRecord;
}

export interface TemplateResource {
  readonly id: string;
  readonly type: string;
  readonly properties: JsonRecord;
  readonly condition?: string;
  readonly dependsOn: readonly string[];
  readonly deletionPolicy?: string;
  readonly updateReplacePolicy?: string;
  /** Its path in the construct tree, where the CDK has written it. */
  readonly construct?: string;
}

/** @throws FakeEcrError if it is not a template */
export function readTemplate(given: unknown, source: string): Template {
  const root = readJsonObject(given, `The template of ${source}`);
  const resources = member(root, 'Resources');
  if (!isRecord(resources)) {
    throw refuse(
      { source, id: '' },
      ['Resources'],
      'is missing or no object.',
      'Expected a CloudFormation template.',
    );
  }
  return {
    source,
    parameters: recordOf(root, 'Parameters'),
    mappings: recordOf(root, 'Mappings'),
    conditions: recordOf(root, 'Conditions'),
    outputs: recordOf(root, 'Outputs'),
    resources: Object.fromEntries(
      Object.entries(resources).map(([id, resource]) => [id, readResource(resource, { source, id })]),
    ),
  };
}

function readResource(resource: unknown, place: ResourcePlace): TemplateResource {
  const type = member(resource, 'Type');
  if (typeof type !== 'string') throw refuse(place, ['Type'], 'is missing or no text.');
  const text = (name: string): string | undefined => {
    const value = member(resource, name);
    if (value !== undefined && typeof value !== 'string') throw refuse(place, [name], 'is not a text.');
    return value;
  };
  const given = member(resource, 'Properties') ?? {};
  if (!isRecord(given)) throw refuse(place, ['Properties'], 'is not an object.');
  const condition = text('Condition');
  const deletionPolicy = text('DeletionPolicy');
  const updateReplacePolicy = text('UpdateReplacePolicy');
  const construct = member(member(resource, 'Metadata'), 'aws:cdk:path');
  return {
    id: place.id,
    type,
    properties: given,
    dependsOn: namesOf(member(resource, 'DependsOn'), place, ['DependsOn']),
    ...(condition === undefined ? {} : { condition }),
    ...(deletionPolicy === undefined ? {} : { deletionPolicy }),
    ...(updateReplacePolicy === undefined ? {} : { updateReplacePolicy }),
    ...(typeof construct === 'string' ? { construct } : {}),
  };
}

function namesOf(value: unknown, place: ResourcePlace, steps: readonly Step[]): readonly string[] {
  const list = value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value];
  if (list.every((one) => typeof one === 'string')) return list;
  throw refuse(place, steps, 'is neither a logical id nor a list of them.');
}

import type { Step } from '../../../world/written-origin.js';
import { type JsonRecord, isRecord, member, readJsonObject, recordOf } from '../read-json.js';
import { type ResourcePlace, refuse } from '../refuse.js';

/** A CloudFormation template, with its sections as records. */
export interface Template {
  readonly source: string;
  readonly parameters: JsonRecord;
  readonly mappings: JsonRecord;
  readonly conditions: JsonRecord;
  readonly resources: Readonly<Record<string, TemplateResource>>;
  readonly outputs: JsonRecord;
  /** Written for the transform of SAM, which makes resources that are not written. */
  readonly isServerless: boolean;
}

export interface TemplateResource {
  readonly id: string;
  readonly type: string;
  readonly properties: JsonRecord;
  readonly condition?: string;
  readonly dependsOn: readonly string[];
  /** What becomes of it when it is deleted or replaced, as written. */
  readonly fates: { readonly DeletionPolicy?: unknown; readonly UpdateReplacePolicy?: unknown };
  /** Its path in the construct tree, if the CDK has written it. */
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
      'is missing or not an object.',
      member(root, 'format_version') === undefined
        ? 'Expected a CloudFormation template.'
        : 'That is what Terraform prints: call applyTerraform().',
    );
  }
  return {
    source,
    parameters: recordOf(root, 'Parameters'),
    mappings: recordOf(root, 'Mappings'),
    conditions: recordOf(root, 'Conditions'),
    outputs: recordOf(root, 'Outputs'),
    isServerless: JSON.stringify(member(root, 'Transform') ?? '').includes('AWS::Serverless'),
    resources: Object.fromEntries(
      Object.entries(resources).map(([id, resource]) => [id, readResource(resource, { source, id })]),
    ),
  };
}

function readResource(resource: unknown, place: ResourcePlace): TemplateResource {
  const type = member(resource, 'Type');
  if (place.id.startsWith('Fn::')) {
    throw refuse(
      place,
      [],
      "can't be known: what a transform makes is not written here.",
      'Pass the processed template.',
    );
  }
  if (typeof type !== 'string') throw refuse(place, ['Type'], 'is missing or not a text.');
  const given = member(resource, 'Properties') ?? {};
  if (!isRecord(given)) throw refuse(place, ['Properties'], 'is not an object.');
  const condition = member(resource, 'Condition');
  if (condition !== undefined && typeof condition !== 'string')
    throw refuse(place, ['Condition'], 'is not a text.');
  const construct = member(member(resource, 'Metadata'), 'aws:cdk:path');
  return {
    id: place.id,
    type,
    properties: given,
    dependsOn: namesOf(member(resource, 'DependsOn'), place, ['DependsOn']),
    fates: {
      DeletionPolicy: member(resource, 'DeletionPolicy'),
      UpdateReplacePolicy: member(resource, 'UpdateReplacePolicy'),
    },
    ...(condition === undefined ? {} : { condition }),
    ...(typeof construct === 'string' ? { construct } : {}),
  };
}

function namesOf(value: unknown, place: ResourcePlace, steps: readonly Step[]): readonly string[] {
  const list = value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value];
  if (list.every((one) => typeof one === 'string')) return list;
  throw refuse(place, steps, 'is neither a logical id nor a list of them.');
}

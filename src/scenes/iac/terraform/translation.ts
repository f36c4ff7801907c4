import type { Step, WrittenDocument } from '../../../world/written-origin.js';
import { type JsonRecord, asText, isRecord, present } from '../read-json.js';
import type { PlannedResource, Thing } from '../thing.js';
import { listOf } from './read-terraform.js';

/** A resource instance whose place is known. */
export interface PlacedResource {
  readonly address: string;
  readonly type: string;
  readonly values: JsonRecord;
  readonly account: string;
  readonly region: string;
}

export type Made = Pick<PlannedResource, 'thing' | 'documents' | 'places' | 'physicalId'>;

export type Translator = (resource: PlacedResource) => Made;

/** A thing with one document, or with none. */
export function made(
  resource: PlacedResource,
  thing: Thing,
  physicalId: string,
  path: readonly Step[] = [],
): Made {
  const { kind } = thing;
  if (kind === 'account setting') return { thing, physicalId, documents: [], places: { '': path } };
  return {
    thing,
    physicalId,
    documents: [{ kind, document: documentAt(resource, path) }],
    places: { '': path },
  };
}

/** Where a document is written: at a resource address. */
export function documentAt({ address, values }: PlacedResource, path: readonly Step[]): WrittenDocument {
  const value = valueAt(values, path);
  const isText = typeof value === 'string';
  const written = isText ? parsed(value) : value;
  return {
    source: '',
    id: address,
    path,
    naming: 'terraform',
    ...(isRecord(written) ? { written } : {}),
    ...(isText ? { isText: true as const } : {}),
  };
}

/** The filters of a rule, as a member if it has any: an empty list is absent. */
export function filtersOf(rule: JsonRecord): { readonly repositoryFilters?: readonly JsonRecord[] } {
  const list = listOf(rule, 'repository_filter').map((one) => ({
    filter: one['filter'],
    filterType: one['filter_type'],
  }));
  return list.length === 0 ? {} : { repositoryFilters: list };
}

/** Mutability and its exclusions, of a repository or a creation template. */
export function mutabilityOf(values: JsonRecord): JsonRecord {
  const list = listOf(values, 'image_tag_mutability_exclusion_filter');
  return present({
    imageTagMutability: values['image_tag_mutability'],
    imageTagMutabilityExclusionFilters:
      list.length === 0
        ? undefined
        : list.map((one) => ({ filter: one['filter'], filterType: one['filter_type'] })),
  });
}

/** Encryption of a repository or a creation template. */
export function encryptionOf(values: JsonRecord): JsonRecord {
  const [given] = listOf(values, 'encryption_configuration');
  if (given === undefined) return {};
  const kmsKey = given['kms_key'] === '' ? undefined : given['kms_key'];
  return {
    encryptionConfiguration: present({ encryptionType: given['encryption_type'] ?? 'AES256', kmsKey }),
  };
}

/** A map of tags in the words of the API. */
export function tagsOf(tags: unknown): readonly JsonRecord[] {
  return Object.entries(isRecord(tags) ? tags : {}).map(([Key, Value]) => ({ Key, Value: asText(Value) }));
}

/** A list of texts; empty if there is none. */
export function textsOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.map(asText) : [];
}

function valueAt(values: JsonRecord, path: readonly Step[]): unknown {
  let value: unknown = values;
  for (const step of path) value = (value as Record<Step, unknown> | null | undefined)?.[step];
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

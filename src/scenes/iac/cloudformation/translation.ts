import type { Step, WrittenDocument, WrittenKind } from '../../../world/written-origin.js';
import { type JsonRecord, asText, isRecord, present } from '../read-json.js';
import type { ResourcePlace } from '../refuse.js';
import type { Thing } from '../thing.js';
import type { StackIdentity } from './stack-state.js';
import type { WrittenAt } from './written-places.js';

/** What a thing is made of, with where its documents are written. */
export interface Translation {
  readonly thing: Thing;
  readonly documents: readonly { readonly kind: WrittenKind; readonly document: WrittenDocument }[];
  /** Properties at which refusals of the API are reported, by the member of its input. */
  readonly places: Readonly<Record<string, readonly Step[]>>;
}

/** A resource of a known type: its properties are resolved and checked. */
export interface CheckedResource {
  readonly type: string;
  readonly name: string;
  readonly properties: JsonRecord;
  readonly stack: StackIdentity;
  /** Its own and those of the stack. */
  readonly tags: readonly JsonRecord[];
  readonly place: ResourcePlace;
  readonly writtenAt: WrittenAt;
}

export type Translator = (resource: CheckedResource) => Translation;

/** The way to a property. */
export function at(...steps: Step[]): readonly Step[] {
  return ['Properties', ...steps];
}

/** A translation with one document. */
export function oneDocument(
  thing: Thing,
  kind: WrittenKind,
  path: readonly Step[],
  { writtenAt }: CheckedResource,
): Translation {
  return { thing, documents: [{ kind, document: writtenAt(path) }], places: { '': path } };
}

/** The members of a list of objects that was checked. */
export function recordsOf(record: JsonRecord, name: string): readonly JsonRecord[] {
  return (record[name] ?? []) as readonly JsonRecord[];
}

/** The members of a list of texts that was checked. */
export function textsOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.map(asText) : [];
}

/** A document as the text that the API takes. */
export function documentText(document: unknown): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}

/** Tags in the words of the API. */
export function tagsOf(tags: readonly JsonRecord[]): readonly JsonRecord[] {
  return tags.map(({ Key, Value }) => ({ Key: asText(Key), Value: asText(Value) }));
}

/** Mutability and its exclusions, of a repository or a creation template. */
export function mutabilityOf(properties: JsonRecord): JsonRecord {
  const filters = properties['ImageTagMutabilityExclusionFilters'] as readonly JsonRecord[] | undefined;
  return present({
    imageTagMutability: properties['ImageTagMutability'],
    imageTagMutabilityExclusionFilters: filters?.map((one) => ({
      filterType: one['ImageTagMutabilityExclusionFilterType'],
      filter: asText(one['ImageTagMutabilityExclusionFilterValue']),
    })),
  });
}

/** Encryption of a repository or a creation template. */
export function encryptionOf(properties: JsonRecord): JsonRecord {
  const given = properties['EncryptionConfiguration'];
  if (!isRecord(given)) return {};
  const { EncryptionType: encryptionType, KmsKey: kmsKey } = given;
  return { encryptionConfiguration: present({ encryptionType, kmsKey }) };
}

/** The filters of a rule, as a member if it has any. */
export function filtersOf(rule: JsonRecord): { readonly repositoryFilters?: readonly JsonRecord[] } {
  if (rule['RepositoryFilters'] === undefined) return {};
  return {
    repositoryFilters: recordsOf(rule, 'RepositoryFilters').map(({ Filter, FilterType }) => ({
      filter: asText(Filter),
      filterType: FilterType,
    })),
  };
}

/** CloudFormation takes truth values as texts too. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

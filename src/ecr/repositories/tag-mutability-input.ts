import { type Outcome, invalidParameter } from '../../aws/failure.js';
import { TagMutability, type TagMutabilityMode } from '../../world/images/tag-mutability.js';

const FIELD = 'imageTagMutabilityExclusionFilters';
/** Wildcards that one exclusion filter may hold [docs]. */
const WILDCARDS_PER_FILTER = 2;

/** A mode and its filters from a caller's input: they must fit together [observed]. */
export function readTagMutability(
  mode: TagMutabilityMode,
  filters: readonly { readonly filter: string }[] | undefined,
): Outcome<TagMutability> {
  const takesFilters = mode.endsWith('_WITH_EXCLUSION');
  if (takesFilters && (filters === undefined || filters.length === 0)) {
    return invalidParameter(
      FIELD,
      `ImageTagMutabilityExclusionFilters can't be null when imageTagMutability is set as ${mode}`,
    );
  }
  if (!takesFilters && filters !== undefined) {
    return invalidParameter(
      FIELD,
      `ImageTagMutabilityExclusionFilters are not allowed when imageTagMutability is set as ${mode}`,
    );
  }
  const texts = (filters ?? []).map(({ filter }) => filter);
  if (texts.some((text) => text.split('*').length - 1 > WILDCARDS_PER_FILTER)) {
    // The service's own text is unknown [assumed].
    return invalidParameter(FIELD, `Filter must not contain more than ${WILDCARDS_PER_FILTER} wildcards (*)`);
  }
  return new TagMutability(mode, texts);
}

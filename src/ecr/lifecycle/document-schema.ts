import { type JsonObject, type JsonShape, own } from './json-schema.js';

/** [observed] */
const MAX_LIFECYCLE_RULES = 50;

/**
 * Keys beside `rules` at the top of the document. Unknown keys are refused in rules and selections [observed];
 * whether at the top too is not known, so they are accepted [assumed].
 */
const TOP_LEVEL_IS_CLOSED = false;

/** The service does not publish a schema: this one is reconstructed from its messages [observed]. */
export const LIFECYCLE_SCHEMA: JsonShape = {
  type: 'object',
  isClosed: TOP_LEVEL_IS_CLOSED,
  required: ['rules'],
  properties: {
    rules: {
      type: 'array',
      minItems: 1,
      maxItems: MAX_LIFECYCLE_RULES,
      items: {
        type: 'object',
        isClosed: true,
        required: ['rulePriority', 'selection', 'action'],
        properties: {
          rulePriority: { type: 'integer', minimum: 1 },
          description: { type: 'string' },
          selection: {
            type: 'object',
            isClosed: true,
            required: ['tagStatus', 'countType', 'countNumber'],
            oneOf: { count: 4, matches: hasOneCount },
            properties: {
              tagStatus: { type: 'string', values: ['tagged', 'untagged', 'any'] },
              tagPatternList: { type: 'array', items: { type: 'string' } },
              tagPrefixList: { type: 'array', items: { type: 'string' } },
              storageClass: { type: 'string', values: ['standard', 'archive'] },
              countType: { type: 'string' },
              countUnit: { type: 'string' },
              countNumber: { type: 'integer', minimum: 1 },
            },
          },
          action: {
            type: 'object',
            oneOf: { count: 2, matches: isOneAction },
          },
        },
      },
    },
  },
};

/** Four alternatives, by count type: only a number of images has no unit [observed]. */
function hasOneCount(selection: JsonObject): boolean {
  // A missing count type is reported as missing [observed].
  if (!Object.hasOwn(selection, 'countType')) return true;
  switch (own(selection, 'countType')) {
    case 'imageCountMoreThan':
      return !Object.hasOwn(selection, 'countUnit');
    case 'sinceImagePushed':
    case 'sinceImagePulled':
    case 'sinceImageTransitioned':
      return own(selection, 'countUnit') === 'days';
    default:
      return false;
  }
}

/** Two closed alternatives. A transition without a target is refused by the mapping, not by the schema [observed]. */
function isOneAction(action: JsonObject): boolean {
  const others = Object.keys(action).filter((key) => key !== 'type');
  switch (own(action, 'type')) {
    case 'expire':
      return others.length === 0;
    case 'transition':
      return (
        others.every((key) => key === 'targetStorageClass') &&
        [undefined, 'archive'].includes(own(action, 'targetStorageClass') as string | undefined)
      );
    default:
      return false;
  }
}

import type { Step } from '../../../world/written-origin.js';
import type { PropertyType } from './property-types.js';
import { type JsonRecord, asText, isRecord, kindOf } from '../read-json.js';
import { type ResourcePlace, didYouMean, refuse } from '../refuse.js';

/** Properties that only the API has, and what to do without them. */
const ONLY_IN_API = new Map([
  ['DeleteReplication', 'Only the API has deleteReplication; CloudFormation has no property for it.'],
]);

/**
 * Refuses what a resource of a known type can't be made of.
 *
 * @param isStandIn whether a text holds something that was made up
 * @throws FakeEcrError with the place of the first fault
 */
export function checkProperties(
  value: unknown,
  type: PropertyType,
  place: ResourcePlace,
  steps: readonly Step[],
  isStandIn: (text: string) => boolean,
): void {
  const no = (expected: string, advice = '') =>
    refuse(place, steps, `is ${kindOf(value)}, expected ${expected}.`, advice);
  const inner = (one: unknown, of: PropertyType, step: Step) =>
    checkProperties(one, of, place, [...steps, step], isStandIn);
  switch (type.is) {
    case 'anything':
      return;
    case 'flag':
      if (typeof value === 'boolean' || value === 'true' || value === 'false') return;
      throw no('true or false');
    case 'text':
      if (typeof value !== 'string' && typeof value !== 'number') {
        throw no('a text', isRecord(value) ? 'JSON.stringify it.' : '');
      }
      if (type.values !== undefined && !type.values.includes(asText(value))) {
        throw refuse(place, steps, `is '${value}', expected ${type.values.join(', ')}.`);
      }
      if (type.pattern !== undefined && !type.pattern.test(asText(value))) {
        throw refuse(place, steps, `is '${asText(value)}', expected ${type.pattern.source}.`);
      }
      if (type.isFact === true && isStandIn(asText(value))) throw madeUp(place, steps, asText(value));
      return;
    case 'account':
      checkAccount(value, place, steps);
      if (isStandIn(asText(value))) throw madeUp(place, steps, asText(value));
      return;
    case 'list':
      if (!Array.isArray(value)) throw no('a list');
      value.forEach((entry: unknown, index) => inner(entry, type.of, index));
      return;
    case 'document':
      if (isRecord(value)) return;
      throw no('an object');
    case 'document or text':
      if (isRecord(value) || typeof value === 'string') return;
      throw no('an object or a text');
    case 'number': {
      const { least, most } = type;
      const isNumber = typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));
      if (isNumber && Number(value) >= least && Number(value) <= most) return;
      throw no(`a number from ${least} to ${most}`);
    }
    case 'object': {
      if (!isRecord(value)) throw no('an object');
      refuseUnknown(value, type, place, steps);
      for (const [name, entry] of Object.entries(value))
        inner(entry, type.members[name] as PropertyType, name);
      const missing = type.required.find((name) => value[name] === undefined);
      if (missing !== undefined) throw refuse(place, [...steps, missing], 'is missing, and is required.');
    }
  }
}

/** @throws FakeEcrError if an object has a member that its type does not know */
export function refuseUnknown(
  value: JsonRecord,
  { members }: PropertyType & { readonly is: 'object' },
  place: ResourcePlace,
  steps: readonly Step[],
): void {
  const stranger = Object.keys(value).find((name) => !Object.hasOwn(members, name));
  if (stranger === undefined) return;
  const hint = ONLY_IN_API.get(stranger) ?? didYouMean(stranger, Object.keys(members));
  throw refuse(place, [...steps, stranger], 'is unknown.', hint);
}

/** A reader of YAML makes a number of an account that is not quoted: an octal one, or one without its zeros. */
function checkAccount(value: unknown, place: ResourcePlace, steps: readonly Step[]): void {
  const isAccount =
    (typeof value === 'string' || typeof value === 'number') && /^\d{12}$/.test(asText(value));
  if (isAccount) return;
  throw typeof value === 'number'
    ? refuse(
        place,
        steps,
        `is the number ${value}, which is not an account.`,
        'Quote it: leading zeros are lost.',
      )
    : refuse(place, steps, `is ${kindOf(value)}, expected an account of twelve digits.`);
}

function madeUp(place: ResourcePlace, steps: readonly Step[], text: string) {
  return refuse(
    place,
    steps,
    `can't be known: '${text}' stands for a resource of another service.`,
    "Pass what it is in values, for example { 'Vpc.VpcId': 'vpc-1' }.",
  );
}

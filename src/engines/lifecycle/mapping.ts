import { own, type Json, type JsonObject } from './json-shape.js';
import type { LifecycleCountType, LifecycleRule, LifecycleStorageClass, LifecycleTagStatus } from './rule.js';

/** The service holds numbers as 32-bit integers; a larger one cannot be mapped [assumed]. */
export const LARGEST_NUMBER = 2_147_483_647;

/** A rule that passed the schema as a rule of ours, or undefined where it cannot become one. */
export function toLifecycleRule(document: JsonObject): LifecycleRule | undefined {
  const selection = own(document, 'selection') as JsonObject;
  const action = own(document, 'action') as JsonObject;
  const priority = own(document, 'rulePriority') as number;
  const countNumber = own(selection, 'countNumber') as number;
  const actionType = own(action, 'type') as 'expire' | 'transition';
  const targetStorageClass = own(action, 'targetStorageClass') as 'archive' | undefined;
  // The schema lets a transition without a target pass and the mapping refuses it [observed].
  if (actionType === 'transition' && targetStorageClass === undefined) return undefined;
  if (priority > LARGEST_NUMBER || countNumber > LARGEST_NUMBER) return undefined;

  const description = own(document, 'description') as string | undefined;
  const tagPatterns = listed(own(selection, 'tagPatternList'));
  const tagPrefixes = listed(own(selection, 'tagPrefixList'));
  return {
    priority,
    ...(description === undefined ? {} : { description }),
    tagStatus: own(selection, 'tagStatus') as LifecycleTagStatus,
    ...(tagPatterns ? { tagPatterns } : {}),
    ...(tagPrefixes ? { tagPrefixes } : {}),
    storageClass: (own(selection, 'storageClass') ?? 'standard') as LifecycleStorageClass,
    countType: own(selection, 'countType') as LifecycleCountType,
    countNumber,
    action: actionType,
    ...(targetStorageClass === undefined ? {} : { targetStorageClass }),
  };
}

/** An empty list says as much as none [assumed]. */
function listed(list: Json | undefined): readonly string[] | undefined {
  return Array.isArray(list) && list.length > 0 ? (list as readonly string[]) : undefined;
}

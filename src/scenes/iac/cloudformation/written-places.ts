import type { Step, WrittenDocument } from '../../../world/written-origin.js';
import { isRecord } from '../read-json.js';
import { type Trace, movedIn } from './position.js';
import type { TemplateResource } from './template.js';

/** The place of a document of a resource, by the path to it; of one that is a text of JSON, with that text. */
export type WrittenAt = (path: readonly Step[], text?: string) => WrittenDocument;

/** Knows where the documents of a resource are written, and what is written there. */
export function writtenPlaces(resource: TemplateResource, source: string, trace: Trace): WrittenAt {
  const { id, construct } = resource;
  return (path, text) => {
    const moved = movedIn(trace, path);
    const written = text === undefined ? valueAt(resource, path) : parsed(text);
    return {
      source,
      id,
      path,
      // Snapshots keep what is written as objects only.
      ...(isRecord(written) ? { written } : {}),
      ...(text === undefined ? {} : { isText: true as const }),
      ...(moved === undefined ? {} : { moved }),
      ...(construct === undefined ? {} : { construct }),
    };
  };
}

/** What is written at a path of a resource, as far as it goes. */
function valueAt({ properties }: TemplateResource, path: readonly Step[]): unknown {
  let value: unknown = properties;
  for (const step of path.slice(1)) {
    const next: unknown =
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<Step, unknown>)[step]
        : undefined;
    if (next === undefined) break;
    value = next;
  }
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

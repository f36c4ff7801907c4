import type { TimelineEntry } from './timeline-entry.js';
import { clipped, counted, oneLine, shortDigest } from './wording.js';

/** What the timeline reads of a call; the call log's records have it. */
export interface LoggedCall {
  /** Epoch milliseconds. */
  readonly time: number;
  /** The caller's account. */
  readonly accountId: string;
  readonly region: string;
  /** The caller's ARN. */
  readonly principal: string;
  readonly operation: string;
  /** `success`, or the name of the exception. */
  readonly outcome: string;
  readonly errorMessage?: string;
  readonly input: Readonly<Record<string, unknown>>;
}

const LONGEST_MESSAGE = 200;

/** Calls in words, in their order: what was called, on what, by whom, and the refusal if it was refused. */
export function callEntries(calls: readonly LoggedCall[]): readonly TimelineEntry[] {
  return calls.map((call) => {
    const failed = call.outcome !== 'success';
    const subject = subjectOf(call.input);
    const words = [
      call.operation,
      ...(subject === undefined ? [] : [subject]),
      `by ${actorOf(call.principal)}`,
      ...(failed ? [`-> ${refusalOf(call)}`] : []),
    ];
    return {
      at: call.time,
      kind: 'call',
      where: `${textOf(call.input['registryId']) ?? call.accountId}/${call.region}`,
      text: oneLine(words.join(' ')),
      failed,
    };
  });
}

function refusalOf({ outcome, errorMessage }: LoggedCall): string {
  return errorMessage === undefined ? outcome : `${outcome}: ${clipped(errorMessage, LONGEST_MESSAGE)}`;
}

/** `payments:v1`, `payments@sha256:…`, `payments (3 images)`, `payments`, or whatever names there are. */
function subjectOf(input: LoggedCall['input']): string | undefined {
  const repository = textOf(input['repositoryName']);
  if (repository === undefined) {
    const names = input['repositoryNames'];
    return Array.isArray(names) && names.length > 0 ? names.map(String).join(', ') : undefined;
  }
  const tag = textOf(input['imageTag']);
  if (tag !== undefined) return `${repository}:${tag}`;
  const ids = Array.isArray(input['imageIds']) ? (input['imageIds'] as unknown[]) : [input['imageId']];
  if (ids.length > 1) return `${repository} (${counted(ids.length, 'image')})`;
  return repository + suffixOf(ids[0]);
}

function suffixOf(id: unknown): string {
  if (typeof id !== 'object' || id === null) return '';
  const { imageTag, imageDigest } = id as Readonly<Record<string, unknown>>;
  if (typeof imageTag === 'string') return `:${imageTag}`;
  return typeof imageDigest === 'string' ? `@${shortDigest(imageDigest)}` : '';
}

/** An ARN's last part tells principals of a test apart well enough. */
function actorOf(principal: string): string {
  return principal.slice(principal.lastIndexOf(':') + 1);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

import type { CallRecord } from '../domain/call-record.js';
import { clipped, counted, shortDigest } from './wording.js';

const LONGEST_MESSAGE = 200;

/** A call in words: what was called, on what, by whom, and the refusal if it was refused. */
export function describeCall(call: CallRecord): string {
  const subject = subjectOf(call.input);
  const words = [
    call.operation,
    ...(subject === undefined ? [] : [subject]),
    `by ${actorOf(call.principal)}`,
    ...(call.outcome === 'success' ? [] : [`-> ${refusalOf(call)}`]),
    ...(call.hint === undefined ? [] : [`(${call.hint})`]),
  ];
  return words.join(' ');
}

/** The registry that was called: the caller's own, unless the call names another one. */
export function calledRegistry({ input, accountId, region }: CallRecord): string {
  return `${textOf(input['registryId']) ?? accountId}/${region}`;
}

function refusalOf({ outcome, errorMessage }: CallRecord): string {
  return errorMessage === undefined ? outcome : `${outcome}: ${clipped(errorMessage, LONGEST_MESSAGE)}`;
}

/** `payments:v1`, `payments@sha256:…`, `payments (3 images)`, `payments`, or whatever names there are. */
function subjectOf(input: CallRecord['input']): string | undefined {
  const repository = textOf(input['repositoryName']);
  if (repository === undefined) {
    const names = input['repositoryNames'];
    if (!Array.isArray(names) || names.length === 0) return undefined;
    return names.length > 3 ? counted(names.length, 'repository', 'repositories') : names.join(', ');
  }
  const { imageTag: tag, imageDigest: digest } = input;
  const ids = Array.isArray(input['imageIds']) ? (input['imageIds'] as unknown[]) : [input['imageId']];
  if (ids.length > 1) return `${repository} (${counted(ids.length, 'image')})`;
  return repository + suffixOf(textOf(tag) === undefined ? (ids[0] ?? { imageDigest: digest }) : input);
}

function suffixOf(id: unknown): string {
  if (typeof id !== 'object' || id === null) return '';
  const { imageTag, imageDigest } = id as Readonly<Record<string, unknown>>;
  if (typeof imageTag === 'string') return `:${imageTag}`;
  return typeof imageDigest === 'string' ? `@${shortDigest(imageDigest)}` : '';
}

/** An ARN's last part tells principals of a test apart well enough; of ECR's own roles, the name does. */
function actorOf(principal: string): string {
  const name = principal.slice(principal.lastIndexOf(':') + 1);
  return name.startsWith('role/aws-service-role/') ? name.slice(name.lastIndexOf('/') + 1) : name;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

import { destinationKey } from '../aws/registry-id.js';
import type { EcrEvent } from '../ecr/events/envelope.js';
import type { ReplicationTask } from '../ecr/replication/replication-task.js';
import type { CallRecord } from '../world/call-record.js';
import type { ReplicationEnded } from '../world/domain-event.js';
import { clipped, counted, shortDigest } from './format.js';

const LONGEST_MESSAGE = 200;

/** What of a call is told besides. */
interface CallDetails {
  /** Where it was called, if that stands nowhere else. */
  readonly registry?: string;
  /** What a call came to that was not refused; nothing by default. */
  readonly success?: string;
}

/** A call as text: operation, target, caller, and the refusal if it was refused. */
export function describeCall(call: CallRecord, { registry, success }: CallDetails = {}): string {
  const result = call.outcome === 'success' ? success : refusalOf(call);
  const words = [
    call.operation,
    subjectOf(call.input),
    registry,
    `by ${actorOf(call.principal)}`,
    result === undefined ? undefined : `-> ${result}`,
    call.hint === undefined ? undefined : `(${call.hint})`,
  ];
  return words.filter((word) => word !== undefined).join(' ');
}

/** The called registry: the caller's own, unless the call names another one. */
export function calledRegistry({ input, accountId, region }: CallRecord): string {
  return `${textOf(input['registryId']) ?? accountId}/${region}`;
}

function refusalOf({ outcome, errorMessage }: CallRecord): string {
  return errorMessage === undefined ? outcome : `${outcome}: ${clipped(errorMessage, LONGEST_MESSAGE)}`;
}

/** `payments:v1`, `payments@sha256:…`, `payments (3 images)`, `payments`, or other names in the input. */
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

/** The last part of an ARN is enough to distinguish a test's principals; of ECR's own role, the name is. */
function actorOf(principal: string): string {
  const name = principal.slice(principal.lastIndexOf(':') + 1);
  return name.startsWith('role/aws-service-role/') ? name.slice(name.lastIndexOf('/') + 1) : name;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** An event as text: its type, the action, the target and the result. */
export function describeEvent(event: EcrEvent): string {
  const { 'detail-type': type, detail } = event;
  const words = [type, detail['action-type'], eventSubject(detail), resultOf(event)];
  return words.filter((word) => typeof word === 'string').join(' ');
}

/** Whether it reports a failure. */
export function tellsOfFailure(event: EcrEvent): boolean {
  return resultOf(event) === 'FAILED';
}

function resultOf({ detail }: EcrEvent): unknown {
  return detail['result'] ?? detail['sync-status'] ?? detail['scan-status'];
}

function eventSubject(detail: EcrEvent['detail']): string | undefined {
  const repository = detail['repository-name'];
  if (typeof repository !== 'string') return undefined;
  const tag = detail['image-tag'];
  if (typeof tag === 'string' && tag !== '') return `${repository}:${tag}`;
  const digest = detail['image-digest'];
  return typeof digest === 'string' ? `${repository}@${shortDigest(digest)}` : repository;
}

/** A finished replication as text: `payments:v1 -> 444455556666/eu-west-1 COMPLETE after 5000 ms`. */
export function describeReplication(replication: ReplicationEnded, at: number): string {
  const { repositoryName, tag, manifest, destination, startedAt } = replication;
  const what = imageName(repositoryName, tag, manifest.digest);
  const duration = at === startedAt ? '' : ` after ${at - startedAt} ms`;
  return `${what} -> ${destinationKey(destination)} ${outcomeOf(replication)}${duration}`;
}

/** A replication under way, as text. */
export function describeTask({ plan, destination }: ReplicationTask): string {
  const what = imageName(plan.repositoryName, plan.tag, plan.image.digest);
  return `${what} -> ${destinationKey(destination)} started, under way`;
}

function imageName(repositoryName: string, tag: string | undefined, digest: string): string {
  return `${repositoryName}${tag === undefined ? `@${shortDigest(digest)}` : `:${tag}`}`;
}

function outcomeOf({ succeeded, failureCode, withheldBy }: ReplicationEnded): string {
  if (!succeeded) return `FAILED (${String(failureCode)})`;
  return withheldBy === undefined
    ? 'COMPLETE'
    : `COMPLETE, tag withheld: it is at ${shortDigest(withheldBy)}`;
}

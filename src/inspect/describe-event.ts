import type { EcrEvent } from '../engines/notifications/envelope.js';
import { shortDigest } from './wording.js';

/** An event in words: its type, what was done to what, and how it ended. */
export function describeEvent(event: EcrEvent): string {
  const { 'detail-type': type, detail } = event;
  const words = [type, detail['action-type'], subjectOf(detail), resultOf(event)];
  return words.filter((word) => typeof word === 'string').join(' ');
}

/** Whether it tells of a failure. */
export function tellsOfFailure(event: EcrEvent): boolean {
  return resultOf(event) === 'FAILED';
}

function resultOf({ detail }: EcrEvent): unknown {
  return detail['result'] ?? detail['sync-status'] ?? detail['scan-status'];
}

function subjectOf(detail: EcrEvent['detail']): string | undefined {
  const repository = detail['repository-name'];
  if (typeof repository !== 'string') return undefined;
  const tag = detail['image-tag'];
  if (typeof tag === 'string' && tag !== '') return `${repository}:${tag}`;
  const digest = detail['image-digest'];
  return typeof digest === 'string' ? `${repository}@${shortDigest(digest)}` : repository;
}

import { formatReference } from '../../../world/images/image-reference.js';
import type { FailureCause, ReplicationAttempt } from '../../../world/records/replication.js';
import {
  indented,
  originMember,
  routeLines,
  routeOrigin,
  templateLines,
  templateOrigin,
} from '../written-rules.js';
import {
  type ReplicationDecision,
  type ReplicationOutcome,
  type ReplicationQuestion,
  type ReplicationReason,
  reason,
  time,
} from './verdict.js';

/** A task was started: where it stands, or what it came to. */
export function fromAttempt(
  attempt: ReplicationAttempt,
  question: ReplicationQuestion,
  digest = question.digest,
): [ReplicationOutcome, ReplicationReason] {
  const { destination, repositoryName, tag } = question;
  const name = formatReference(repositoryName, tag, tag === undefined ? digest : question.digest);
  const decidedBy = decisionOf(attempt, question);
  if (attempt.status === 'IN_PROGRESS') {
    return [
      'pending',
      reason(
        'in-progress',
        `The replication of ${name} is in progress. ${whenDue(attempt, question.now)}`,
        [`started ${time(attempt.startedAt)}`, ...sentBy(attempt, question)],
        decidedBy,
      ),
    ];
  }
  const { cause } = attempt;
  if (cause !== undefined) {
    const { code, text, details } = causeReason(cause, question);
    const failed = [`status FAILED, failureCode ${attempt.failureCode ?? ''}`, ...sentBy(attempt, question)];
    return [
      'failed',
      reason(code, text, [...details, ...failed], { ...decidedBy, ...decisionOfCause(cause, question) }),
    ];
  }
  if (attempt.withheldBy !== undefined) {
    const mode = destination.repository(repositoryName)?.tagMutability.mode ?? 'IMMUTABLE';
    return [
      'failed',
      reason(
        'tag-withheld',
        `The image was replicated without its tag: at ${destination.key} the tag '${tag ?? ''}' belongs to another image and can't be moved, since the repository is ${mode}.`,
        [
          `tag '${tag ?? ''}' stays on ${attempt.withheldBy}`,
          `the replica is ${digest ?? ''}`,
          'the status says COMPLETE all the same: push under a tag of its own, or make the repository there mutable',
        ],
        decidedBy,
      ),
    ];
  }
  const arrived = time(attempt.endedAt ?? attempt.dueAt);
  const other = tag === undefined ? undefined : destination.repository(repositoryName)?.tag(tag)?.image;
  if (other !== undefined) {
    return [
      'failed',
      reason(
        'other-image-there',
        `${name} was replicated at ${arrived}, but the tag points to another image there now.`,
        [`there: ${other.digest}`, `at the source: ${digest ?? ''}`],
        decidedBy,
      ),
    ];
  }
  return [
    'failed',
    reason(
      'removed-there',
      `${name} was replicated at ${arrived}, and has been removed at ${destination.key} since.`,
      ['nothing sends it again by itself: push a new tag, or start a replication backfill'],
      decidedBy,
    ),
  ];
}

/** By which rule and permission it came, and what had to be made for it. */
export function howItCame(attempt: ReplicationAttempt, question: ReplicationQuestion): readonly string[] {
  const { endedAt, madeRepository } = attempt;
  const { statement } = decisionOf(attempt, question);
  const template = madeRepository?.template;
  return [
    ...(endedAt === undefined ? [] : [`arrived ${time(endedAt)}`]),
    ...sentBy(attempt, question),
    ...(statement === undefined ? [] : [`let in by statement ${statement} of the registry policy there`]),
    ...(madeRepository === undefined
      ? []
      : [
          template === undefined
            ? 'the repository was made for it, with the defaults of ECR'
            : `the repository was made for it, by the creation template '${template}'`,
          ...indented(templateLines(question.destination, template)),
        ]),
  ];
}

/** What decided an attempt, in the form for programs. */
export function decisionOf(
  { route, permit, madeRepository, status, endedAt, dueAt }: ReplicationAttempt,
  { source, destination }: ReplicationQuestion,
): ReplicationDecision {
  const statement = permit?.statement();
  const moment = endedAt ?? dueAt;
  return {
    ...(route === undefined ? {} : { rule: route.rule }),
    ...(route?.prefix === undefined ? {} : { filter: route.prefix }),
    ...(statement === undefined ? {} : { statement }),
    ...(madeRepository?.template === undefined ? {} : { template: madeRepository.template }),
    ...(moment === Infinity ? {} : { moment: time(moment) }),
    // A template made the repository what it is; else the rule says why it came. Of failures the cause tells.
    ...originMember(
      status === 'FAILED'
        ? undefined
        : (templateOrigin(destination, madeRepository?.template) ?? routeOrigin(source, route)),
    ),
  };
}

function decisionOfCause(cause: FailureCause, { destination }: ReplicationQuestion): ReplicationDecision {
  if (cause.kind === 'creation-failed' && cause.template !== undefined) {
    return { template: cause.template, ...originMember(templateOrigin(destination, cause.template)) };
  }
  if (cause.kind !== 'denied') return {};
  const statement = cause.permission.statement();
  return {
    ...originMember(cause.permission.origin()),
    ...(statement === undefined ? {} : { statement }),
    ...(cause.template === undefined ? {} : { template: cause.template }),
  };
}

function sentBy(
  { route }: ReplicationAttempt,
  { source, repositoryName }: ReplicationQuestion,
): readonly string[] {
  if (route === undefined) return [];
  const { rule, prefix } = route;
  const written = indented(routeLines(source, route));
  if (prefix === undefined) return [`sent by rule #${rule}, which has no filter`, ...written];
  // No slash is implied: 'prod' takes 'production' too, which surprises [docs].
  const cutsWord = /[a-z0-9]$/.test(prefix) && /^[a-z0-9]/.test(repositoryName.slice(prefix.length));
  return [
    `sent by rule #${rule}, filter '${prefix}'`,
    ...(cutsWord
      ? [`  a filter is any beginning of a name: '${prefix}/' would leave '${repositoryName}' out`]
      : []),
    ...written,
  ];
}

function whenDue({ heldBy, dueAt }: ReplicationAttempt, now: number): string {
  if (heldBy !== undefined) return `It is held back by ${heldBy}, until the test calls end() on that.`;
  return dueAt === Infinity
    ? 'It is delivered when the test calls ecr.settle().'
    : `It is due at ${time(dueAt)}, and it is ${time(now)} now: advance the clock by ${dueAt - now} ms, or call ecr.settle().`;
}

function causeReason(
  cause: FailureCause,
  { source, destination, repositoryName }: ReplicationQuestion,
): ReplicationReason {
  switch (cause.kind) {
    case 'region-disabled':
      return reason(
        'region-disabled',
        `Region ${cause.region} is not enabled for the ${cause.side} account ${cause.accountId}.`,
        [`enable it in the test: ecr.account('${cause.accountId}').enableRegion('${cause.region}')`],
      );
    case 'denied': {
      const permission = `${source.accountId} may not ${cause.action} on repository ${repositoryName} of ${destination.key}`;
      return reason(
        cause.action === 'ecr:ReplicateImage' ? 'access-denied' : 'create-denied',
        cause.action === 'ecr:ReplicateImage'
          ? `The destination's registry policy does not let it in: ${permission}.`
          : `The repository is missing at the destination and may not be made there: ${permission}.`,
        [
          ...(cause.template === undefined
            ? []
            : [
                `the creation template '${cause.template}' sets resource tags, which takes that permission too`,
              ]),
          ...cause.permission.reasons(),
        ],
      );
    }
    case 'creation-failed':
      return reason('creation-failed', `The repository could not be created at ${destination.key}.`, [
        cause.problem,
        ...templateLines(destination, cause.template),
      ]);
    case 'limit-exceeded':
      return reason('limit-exceeded', `A quota of ${destination.key} was met: ${cause.problem}.`);
    case 'source-deleted':
      return reason(
        'source-deleted',
        `The image was deleted at ${source.key} while its replication was in progress.`,
      );
    case 'injected':
      return reason('failure-injected', `The test injected a failure with code ${cause.code}.`);
  }
}

import { formatReference } from '../../../world/images/image-reference.js';
import { lookedAtInVain } from '../../../world/deployed-source.js';
import type { FailureCause, ReplicationAttempt } from '../../../world/records/replication.js';
import {
  indented,
  mutabilityPlace,
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

/** A task was started: its progress or its result. */
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
    const place = mutabilityPlace(destination, repositoryName, attempt.madeRepository?.template);
    return [
      'failed',
      reason(
        'tag-withheld',
        `The image was replicated without its tag: at ${destination.key} the tag '${tag ?? ''}' belongs to another image and can't be moved, because the repository is ${mode}.`,
        [
          ...place.lines,
          `tag '${tag ?? ''}' stays on ${attempt.withheldBy}`,
          `the replica is ${digest ?? ''}`,
          'the status is COMPLETE all the same: push with a unique tag, or make the repository there mutable',
        ],
        { ...decidedBy, ...originMember(place.origin) },
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
      `${name} was replicated at ${arrived}, but has been removed at ${destination.key} since.`,
      ['it is not sent again automatically: push a new tag, or start a replication backfill'],
      decidedBy,
    ),
  ];
}

/** The rule and the permission by which it arrived, and whether the repository was created for it. */
export function howItCame(attempt: ReplicationAttempt, question: ReplicationQuestion): readonly string[] {
  const { endedAt, madeRepository, permit } = attempt;
  const { statement } = decisionOf(attempt, question);
  const template = madeRepository?.template;
  return [
    ...(endedAt === undefined ? [] : [`arrived ${time(endedAt)}`]),
    ...sentBy(attempt, question),
    ...(statement === undefined ? [] : [`allowed by statement ${statement} of the registry policy there`]),
    ...indented(permit?.places() ?? []),
    ...(madeRepository === undefined
      ? []
      : [
          template === undefined
            ? 'the repository was created for it, with the defaults of ECR'
            : `the repository was created for it, by the creation template '${template}'`,
          ...indented(
            template === undefined ? whyNoTemplate(question) : templateLines(question.destination, template),
          ),
        ]),
  ];
}

/** ECR adds a slash to a prefix, which many do not expect [docs]; or there is no template. */
function whyNoTemplate({ destination, repositoryName }: ReplicationQuestion): readonly string[] {
  const near = [...destination.templates.list()].find(
    ({ prefix, appliedFor }) => repositoryName.startsWith(prefix) && appliedFor.includes('REPLICATION'),
  );
  if (near === undefined) {
    return lookedAtInVain(destination.world.origins.sources.values(), destination.key, 'creation template');
  }
  return [
    `the creation template '${near.prefix}' is for names that begin with '${near.prefix}/'`,
    ...templateLines(destination, near.prefix),
  ];
}

/** What decided an attempt, for programs. */
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
    // The template that created the repository, otherwise the rule; for failures, the cause.
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
  // No slash is implied: 'prod' also matches 'production' [docs].
  const cutsWord = /[a-z0-9]$/.test(prefix) && /^[a-z0-9]/.test(repositoryName.slice(prefix.length));
  return [
    `sent by rule #${rule}, filter '${prefix}'`,
    ...(cutsWord
      ? [`  a filter matches any name that starts with it: '${prefix}/' would not match '${repositoryName}'`]
      : []),
    ...written,
  ];
}

function whenDue({ heldBy, dueAt }: ReplicationAttempt, now: number): string {
  if (heldBy !== undefined) return `It is held back by ${heldBy}, until the test calls end() on that.`;
  return dueAt === Infinity
    ? 'It is delivered when the test calls ecr.settle().'
    : `It is due at ${time(dueAt)}, and now it is ${time(now)}: advance the clock by ${dueAt - now} ms, or call ecr.settle().`;
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
          ? `The destination's registry policy does not allow it: ${permission}.`
          : `The repository is missing at the destination and may not be created there: ${permission}.`,
        [
          ...(cause.template === undefined
            ? []
            : [
                `the creation template '${cause.template}' sets resource tags, which needs that permission too`,
                ...indented(templateLines(destination, cause.template)),
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
      return reason('limit-exceeded', `A quota of ${destination.key} was reached: ${cause.problem}.`);
    case 'key-unusable':
      return reason(
        'key-unusable',
        `ECR can't use the KMS key of repository ${repositoryName} at ${destination.key}.`,
        [cause.problem],
      );
    case 'source-deleted':
      return reason(
        'source-deleted',
        `The image was deleted at ${source.key} while its replication was in progress.`,
      );
    case 'injected':
      return reason('failure-injected', `The test injected a failure with code ${cause.code}.`);
  }
}

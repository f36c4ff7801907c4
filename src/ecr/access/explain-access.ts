import {
  type AccessDecision,
  type DecidingSide,
  type PolicyQuestion,
  because,
  decideAccess,
} from '../../iam/policy/decide.js';
import type { PolicyDocument } from '../../iam/policy/document.js';
import { type ElementFailure, type StatementVerdict, explainPolicy } from '../../iam/policy/evaluate.js';
import { INSPECT } from '../../lib/handle-kind.js';
import type { WrittenOrigin } from '../../world/written-origin.js';
import { type WrittenAnswer, placeLines, placeOf } from '../../world/written-origins.js';
import { stepsTo } from './statement-place.js';
import type { PolicySide, WrittenQuestion } from './written-policies.js';

export type { PolicySide } from './written-policies.js';
/** The result of one statement for a request. @public */
export interface StatementExplanation {
  /** Which kind of policy it is in. */
  readonly policy: PolicySide;
  /** 1 for the first policy of its side. */
  readonly policyNumber: number;
  /** 1 for the first statement. */
  readonly statement: number;
  /** The `Sid` of the statement, if it has one. */
  readonly sid?: string;
  /** As in the policy. */
  readonly effect: 'Allow' | 'Deny';
  /** Whether it applies to the question. */
  readonly matches: boolean;
  /** The first element that did not match. */
  readonly failed?: ElementFailure;
  /** It matches, but names the caller's account: the caller's own policies have to allow it too. */
  readonly isLeftToAccount?: true;
  /** Where it is declared, or its element that failed: in a template, a plan or a state. */
  readonly origin?: WrittenOrigin;
}

/** Additional lines about a statement, or about a side without a policy. */
export interface AccessRemarks {
  readonly statements: ReadonlyMap<StatementExplanation, readonly string[]>;
  readonly without: ReadonlyMap<PolicySide, readonly string[]>;
}

/** The answer to "is this allowed, and what decided that?". @public */
export class AccessVerdict {
  readonly #remarks: AccessRemarks | undefined;

  /** @internal */
  constructor(
    /** Whether it is allowed. */
    readonly allowed: boolean,
    /** For example `arn:aws:iam::…:role/ci, ecr:PutImage on arn:aws:ecr:…`. */
    readonly question: string,
    /** As the service words it, for a refusal. */
    readonly reason: string,
    /** The statement that decided; absent if none did. */
    readonly decidedBy: StatementExplanation | undefined,
    /** Every statement of every policy that applies. */
    readonly statements: readonly StatementExplanation[],
    /** Sides without a policy. */
    readonly without: readonly PolicySide[],
    remarks?: AccessRemarks,
    /** Sides whose policy does not apply to such a request. */
    readonly notAsked: readonly PolicySide[] = [],
  ) {
    this.#remarks = remarks;
  }

  /** The verdict with its reasons, one to a line. */
  get text(): string {
    return [
      `${this.question}: ${this.allowed ? 'allowed' : 'denied'}, ${this.reason}`,
      ...this.statements.flatMap((one) => [
        `- ${describe(one)}`,
        ...further(this.#remarks?.statements.get(one)),
      ]),
      ...this.notAsked.map((side) => `- the ${side} does not apply to settings of the registry itself`),
      ...this.without.flatMap((side) => [
        `- there is no ${side}`,
        ...further(this.#remarks?.without.get(side)),
      ]),
    ].join('\n');
  }

  /** The same as `text`. */
  toString(): string {
    return this.text;
  }

  /** @internal */
  [INSPECT](): string {
    return this.text;
  }
}

/** Decides on a request, with the result of each statement. */
export function explainAccess(question: WrittenQuestion): AccessVerdict {
  const { request, written } = question;
  const decision = decideAccess(question);
  const sides: Record<PolicySide, readonly PolicyDocument[] | undefined> = {
    'identity policy': question.identityPolicies,
    'session policy': question.sessionPolicies,
    'repository policy': one(question.repositoryPolicy),
    'registry policy': one(question.registryPolicy),
  };
  const entries = Object.entries(sides) as [PolicySide, readonly PolicyDocument[] | undefined][];
  const isOwn = request.principal.accountId === question.owner;
  const found = entries.flatMap(([side, documents]) =>
    (documents ?? []).flatMap((document, index) =>
      explainPolicy(document, request).map((verdict) => ({
        side,
        verdict,
        explanation: explanation(side, index + 1, verdict, isOwn, written?.of(side, index + 1)),
        lines: written === undefined ? [] : placeLines(written.of(side, index + 1), stepsTo(verdict)),
      })),
    ),
  );
  const decisive = found.find(
    ({ side, verdict }) =>
      verdict.statement === decision.decidedBy?.statement && SIDES[side] === decision.decidedBy.side,
  )?.explanation;
  const notAsked: readonly PolicySide[] =
    question.hasUnaskedRegistryPolicy === true ? ['registry policy'] : [];
  const without = entries
    .filter(([side]) => !notAsked.includes(side))
    .filter(([side, documents]) => side !== 'session policy' && isWithout(side, documents))
    .filter(([side]) => side !== 'identity policy' || request.principal.service === undefined)
    .map(([side]) => side);
  return new AccessVerdict(
    decision.allowed,
    `${request.principal.arn}, ${request.action} on ${request.resource}`,
    reasonOf(decision, decisive, question),
    decisive,
    found.map((one) => one.explanation),
    without,
    written && {
      statements: new Map(found.map(({ explanation: one, lines }) => [one, lines])),
      without: new Map(without.map((side) => [side, written.without(side)])),
    },
    notAsked,
  );
}

function further(lines: readonly string[] = []): readonly string[] {
  return lines.map((line) => `    ${line}`);
}

/** A principal with an empty list of policies has none; an administrator has no list. */
function isWithout(side: PolicySide, documents: readonly PolicyDocument[] | undefined): boolean {
  return documents === undefined || (side === 'identity policy' && documents.length === 0);
}

function one(policy: PolicyDocument | undefined): readonly PolicyDocument[] | undefined {
  return policy === undefined ? undefined : [policy];
}

/** The side that a policy belongs to. */
const SIDES: Readonly<Record<PolicySide, DecidingSide>> = {
  'identity policy': 'identity',
  'session policy': 'session',
  'repository policy': 'resource',
  'registry policy': 'resource',
};

function reasonOf(
  decision: AccessDecision,
  decisive: StatementExplanation | undefined,
  { request, owner }: PolicyQuestion,
): string {
  if (!decision.allowed) return because(decision, request.action);
  if (request.principal.service !== undefined)
    return `by the ${String(decisive?.policy)}, which lets the service in`;
  if (request.principal.accountId !== owner) return 'by both sides, since the accounts differ';
  return decisive === undefined
    ? 'as an administrator of the account'
    : `by the ${decisive.policy}, which is enough within the account`;
}

function explanation(
  policy: PolicySide,
  policyNumber: number,
  verdict: StatementVerdict,
  isOwn: boolean,
  written: WrittenAnswer | undefined,
): StatementExplanation {
  const origin = placeOf(written, stepsTo(verdict));
  const { statement, matches, failed, naming } = verdict;
  return {
    policy,
    policyNumber,
    statement: statement.index,
    ...(statement.sid === undefined ? {} : { sid: statement.sid }),
    effect: statement.effect,
    matches,
    ...(failed === undefined ? {} : { failed }),
    ...(isOwn && naming === 'account' && statement.effect === 'Allow' ? { isLeftToAccount: true } : {}),
    ...(origin === undefined ? {} : { origin }),
  };
}

function describe(one: StatementExplanation): string {
  const { policy, policyNumber, statement, sid, effect, failed, isLeftToAccount } = one;
  const number = policyNumber === 1 ? '' : ` #${policyNumber}`;
  const name = sid === undefined ? `statement #${statement}` : `statement "${sid}"`;
  const outcome =
    failed === undefined
      ? `matches${isLeftToAccount ? ', but names the account: identity policies have to allow it too' : ''}`
      : `does not match: ${failed.element} is ${failed.expected}, the call has ${failed.received}`;
  return `${policy}${number}, ${name} (${effect}) ${outcome}`;
}

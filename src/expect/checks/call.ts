import { knownErrors } from '../../api/error-names.js';
import { inputVocabulary } from '../../api/input-vocabulary.js';
import { requireAccountId, requireRegion } from '../../aws/arguments.js';
import type { Witness } from '../../ecr/witness.js';
import { shown } from '../../lib/arguments.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { nearest } from '../../lib/nearest.js';
import { hasTextsCut } from '../../lib/retained.js';
import { ANYTHING, type Vocabulary, meant, members, requireWords, words } from '../../lib/vocabulary.js';
import { operations } from '../../operations/index.js';
import type { OperationName } from '../../api/facts.js';
import type { CallRecord } from '../../world/call-record.js';
import type { Check, UnknownName } from '../check.js';
import { misspeltImage, misspeltRepository, mistypedAccount, unknownRegion } from '../known-names.js';
import { matchesPartly, renderValue } from '../pattern.js';
import { type Times, describeTimes, doubt, isOftenEnough, requireTimes } from '../times.js';

/** Which calls count; omitted members match any. @public */
export interface CallScope extends Times {
  /** The caller's account. */
  readonly account?: string;
  /** The Region that was called, for example `us-west-2`. */
  readonly region?: string;
  /** The caller's ARN. */
  readonly principal?: unknown;
  /** `success`, or the name of the exception. */
  readonly outcome?: unknown;
  /** Members of the input; asymmetric matchers are allowed. */
  readonly input?: unknown;
}

const SHOWN = 5;

/** What can be called: the operations, and ECR's internal calls at the destination of a replication. */
const CALLABLE: readonly string[] = [...Object.keys(operations), 'ReplicateImage'];

/** @throws FakeEcrError if there is no such operation: `.not` would always pass */
export function requireCallable(operation: unknown, who: string): void {
  if (CALLABLE.includes(operation as string)) return;
  throw new FakeEcrError(
    `${who} was given ${shown(operation)}, which is not an operation of ECR.`,
    meant(operation, CALLABLE).trim() || "Expected a name such as 'PutImage'.",
  );
}

const INTERNAL: Readonly<Record<string, Vocabulary>> = {
  ReplicateImage: members({ repositoryName: ANYTHING, imageTag: ANYTHING, imageDigest: ANYTHING }),
};

/** @throws FakeEcrError if no call can match, or `times` is not a number: `.not` would always pass */
export function requireCallScope(operation: string, scope: CallScope, who: string): void {
  requireTimes(scope, who, ['account', 'region', 'principal', 'outcome', 'input', 'times']);
  if (scope.account !== undefined) requireAccountId(scope.account);
  if (scope.region !== undefined) requireRegion(scope.region);
  const { principal } = scope;
  if (typeof principal === 'string' && !principal.startsWith('arn:')) {
    throw new FakeEcrError(
      `${who} was given the principal ${shown(principal)}.`,
      "Expected an ARN, for example 'arn:aws:sts::111122223333:assumed-role/ci/session'.",
    );
  }
  requireWords(scope.outcome, words('success', ...knownErrors), who, 'outcome');
  const input = INTERNAL[operation] ?? inputVocabulary(operation as OperationName);
  requireWords(scope.input, input, who, 'input');
}

/** Whether an operation was called, from that account and Region, with that input. */
export function checkCalled(witness: Witness, operation: string, scope: CallScope): Check {
  const calls = witness.journal.flatMap((one) => (one.kind === 'call' ? [one.call] : []));
  const { account, region, times: _, ...rest } = scope;
  const pattern = {
    operation,
    ...(account === undefined ? {} : { accountId: account }),
    ...(region === undefined ? {} : { region }),
    ...rest,
  };
  const count = calls.filter((call) => matchesPartly(call, pattern)).length;
  const same = calls.filter((call) => call.operation === operation);
  const { operation: __, ...conditions } = pattern;
  const where = Object.keys(conditions).length === 0 ? '' : ` with ${renderValue(conditions)}`;
  return {
    pass: isOftenEnough(count, scope),
    witness,
    found: count > 0,
    doubt: doubt(count, scope, witness.forgotten) ?? cutDoubt(count, scope, same),
    expected: `${operation}${where} ${describeTimes(scope)}`,
    received: `${count} such calls, ${same.length} of ${operation}, ${calls.length} in total`,
    reasons:
      count > 0 ? [] : same.length > 0 ? same.slice(0, SHOWN).map(describe) : suggestion(calls, operation),
    unknown: () =>
      (account === undefined ? undefined : mistypedAccount(witness, account)) ??
      (region === undefined ? undefined : unknownRegion(witness, region)) ??
      unknownInInput(witness, scope.input),
  };
}

/** Long strings may have been cut when the call was recorded, and then cannot match. */
function cutDoubt(count: number, scope: CallScope, calls: readonly CallRecord[]): string | undefined {
  if (scope.input === undefined) return undefined;
  const cut = calls.filter(({ input }) => hasTextsCut(input)).length;
  return doubt(count, scope, cut) && `of ${cut} such inputs, only the start of long strings is kept`;
}

/** Repositories and images that the input names literally. */
function unknownInInput(witness: Witness, input: unknown): UnknownName | undefined {
  const { repositoryName, imageTag, imageDigest, imageId, imageIds } = (input ?? {}) as Record<
    string,
    unknown
  >;
  if (typeof repositoryName !== 'string') return undefined;
  const unknown = misspeltRepository(witness, repositoryName);
  if (unknown !== undefined) return unknown;
  const ids = [
    { imageTag, imageDigest },
    imageId,
    ...(Array.isArray(imageIds) ? (imageIds as unknown[]) : []),
  ];
  for (const id of ids) {
    const { imageTag: tag, imageDigest: digest } = (id ?? {}) as Record<string, unknown>;
    const image = misspeltImage(witness, repositoryName, textOf(tag), textOf(digest));
    if (image !== undefined) return image;
  }
  return undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function describe(call: CallRecord): string {
  return `${call.operation} from ${call.accountId}/${call.region}: ${call.outcome}, input ${renderValue(call.input)}`;
}

function suggestion(calls: readonly CallRecord[], operation: string): readonly string[] {
  const names = [...new Set(calls.map((call) => call.operation))];
  if (names.length === 0)
    return [
      'nothing was called: does the application use an attached ECRClient?',
      'methods of handles, such as registry.push(), are not calls',
    ];
  const similar = nearest(operation, names);
  return [
    `called: ${names.join(', ')}`,
    ...(similar === undefined || similar === operation ? [] : [`the nearest is '${similar}'`]),
  ];
}

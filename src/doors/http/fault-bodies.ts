import { knownErrors } from '../../api/error-names.js';
import { type Destination, parseDestination } from '../../aws/registry-id.js';
import { requireOptions, shown } from '../../lib/arguments.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { meant } from '../../lib/vocabulary.js';

/** Which replications get stuck; all where nothing is said. */
export interface StallBody {
  readonly to?: Destination;
  readonly repository?: string;
  /** Whether it ends now. */
  readonly ends: boolean;
}

/** Which calls fail, with what, and how often; or which fail no more. */
export interface FailBody {
  readonly operation: string;
  readonly code: string;
  readonly message?: string;
  readonly times: number | 'always';
  /** Whether it ends now. */
  readonly ends: boolean;
  readonly account?: string;
  readonly region?: string;
  readonly repository?: string;
}

/** Reads `{"region":"us-east-1"}`, with `"end":true` where the outage is over. */
export function outageOf(given: object): { readonly region: string; readonly ends: boolean } {
  requireOptions(given, 'outage', ['region', 'end']);
  const { region } = given as { region?: unknown };
  if (typeof region !== 'string') {
    throw new FakeEcrError('outage was given no Region.', 'Send { "region": "us-east-1" }.');
  }
  return { region, ends: endOf(given, 'outage') };
}

/** Reads `{"to":"111122223333/us-east-1","repository":"app"}`, either of which may be missing, and `"end":true`. */
export function stallOf(given: object): StallBody {
  requireOptions(given, 'stall', ['to', 'repository', 'end']);
  const to = 'to' in given ? registryOf(given, 'to', 'stall') : undefined;
  const repository = textOf(given, 'repository', 'stall');
  return {
    ...(to === undefined ? {} : { to }),
    ...(repository === undefined ? {} : { repository }),
    ends: endOf(given, 'stall'),
  };
}

/** Reads `{"operation":"PutImage","code":"ThrottlingException","times":2}`, with a scope; with `"end":true` it is over. */
export function failOf(given: object): FailBody {
  const scope = ['account', 'region', 'repository'] as const;
  const ends = endOf(given, 'fail');
  const how = ends ? [] : ['message', 'times'];
  requireOptions(given, 'fail', ['operation', 'code', ...how, 'end', ...scope]);
  const { operation, code, times = 1 } = given as Record<'operation' | 'code' | 'times', unknown>;
  if (typeof operation !== 'string' || typeof code !== 'string') {
    throw new FakeEcrError(
      'fail was not told which operation, or with what.',
      'Send { "operation": "PutImage", "code": "ThrottlingException" }.',
    );
  }
  // All of it before the fault is begun: one that was said by halves would disturb the next call.
  if (!knownErrors.includes(code)) {
    throw new FakeEcrError(
      `fail was given the code ${shown(code)}, which is not an error of ECR.`,
      meant(code, knownErrors).trim() || "Expected a name such as 'ThrottlingException'.",
    );
  }
  if (times !== 'always' && !(Number.isInteger(times) && (times as number) >= 1)) {
    throw new FakeEcrError(
      `fail was given ${shown(times)} as \`times\`.`,
      'Expected a whole number of at least 1, or "always".',
    );
  }
  const message = textOf(given, 'message', 'fail');
  const scoped = scope.flatMap((name) => {
    const value = textOf(given, name, 'fail');
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    operation,
    code,
    ...(message === undefined ? {} : { message }),
    times: times as number | 'always',
    ends,
    ...Object.fromEntries(scoped),
  };
}

/** Reads `{"to":"444455556666/eu-west-1","from":"111122223333"}`. */
export function grantOf(given: object): { readonly to: Destination; readonly from: string } {
  requireOptions(given, 'grant', ['to', 'from']);
  const from = textOf(given, 'from', 'grant');
  if (from === undefined) {
    throw new FakeEcrError(
      'grant was not told to whom.',
      'Send { "to": "444455556666/eu-west-1", "from": "111122223333" }.',
    );
  }
  return { to: registryOf(given, 'to', 'grant'), from };
}

/**
 * The registry that a member of a body names.
 *
 * @param who the route, for messages
 * @param advice what to send
 * @throws a `[fake-ecr]` error if it names none
 */
export function registryOf(
  given: object,
  name: string,
  who: string,
  advice = `Send { "${name}": "111122223333/us-east-1" }.`,
): Destination {
  const value = (given as Record<string, unknown>)[name];
  const destination = typeof value === 'string' ? parseDestination(value) : undefined;
  if (destination !== undefined) return destination;
  throw new FakeEcrError(`${who} was given ${shown(value)} as \`${name}\`, which is not a registry.`, advice);
}

function textOf(given: object, name: string, who: string): string | undefined {
  const value = (given as Record<string, unknown>)[name];
  if (value === undefined || (typeof value === 'string' && value !== '')) return value;
  throw new FakeEcrError(`${who} was given ${shown(value)} as \`${name}\`.`, 'Expected a text, or nothing.');
}

function endOf(given: object, who: string): boolean {
  const { end = false } = given as { end?: unknown };
  if (typeof end === 'boolean') return end;
  throw new FakeEcrError(`${who} was given ${shown(end)} as \`end\`.`, 'Expected true or false.');
}

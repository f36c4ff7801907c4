import { FakeEcrError } from '../lib/misuse.js';
import { EcrAssertionError } from './assertion-error.js';
import { type Check, renderCheck, requireNews } from './check.js';
import { renderValue } from './pattern.js';

/**
 * An assertion, before it is bound to a runner or to a function.
 *
 * @param who its name for messages, without parentheses
 * @param subject the subject of the assertion; any value a test may pass
 * @throws FakeEcrError if it can't be answered
 */
export type Assertion<A extends readonly unknown[]> = (who: string, subject: unknown, ...args: A) => Check;

/** Names the assertion when it is first used: until then it need not be loaded. */
type Named<A extends readonly unknown[]> = () => Assertion<A>;

/** The result of a matcher in Jest, Vitest and similar runners. */
export interface MatcherResult {
  pass: boolean;
  message: () => string;
}

/** The `this` of a matcher. */
export interface MatcherContext {
  /** Whether `.not` was used. */
  readonly isNot?: boolean;
}

/** A matcher in the form of runners. */
export type Matcher<A extends readonly unknown[]> = (
  this: MatcherContext,
  subject: unknown,
  ...args: A
) => MatcherResult;

/** The assertion as a matcher. */
export function matcher<A extends readonly unknown[]>(name: string, assertion: Named<A>): Matcher<A> {
  return function bound(this: MatcherContext, subject, ...args) {
    return fromUser(bound, () => {
      const isNot = (this as MatcherContext | undefined)?.isNot === true;
      const check = assertion()(name, subject, ...args);
      const hint = `expect(${renderValue(subject)})${isNot ? '.not' : ''}.${name}(${rendered(args)})`;
      requireNews(check, isNot, `${name}()`, hint, subject);
      return { pass: check.pass, message: () => renderCheck(check, hint, isNot) };
    });
  };
}

/** The assertion as a function that throws if it does not hold. */
export function expecting<S, A extends readonly unknown[]>(
  name: string,
  assertion: Named<A>,
): (subject: S, ...args: A) => void {
  return throwing(name, assertion, false);
}

/** The opposite of an assertion, as a function that throws if the assertion holds. */
export function expectingNot<S, A extends readonly unknown[]>(
  name: string,
  assertion: Named<A>,
): (subject: S, ...args: A) => void {
  return throwing(name, assertion, true);
}

function throwing<S, A extends readonly unknown[]>(
  name: string,
  assertion: Named<A>,
  isNot: boolean,
): (subject: S, ...args: A) => void {
  return function bound(subject, ...args) {
    fromUser(bound, () => {
      assertThat(assertion()(name, subject, ...args), name, [subject, ...args], isNot);
    });
  };
}

/**
 * @param args the arguments of the function, its subject first
 * @throws EcrAssertionError if the check fails; FakeEcrError if it can't be answered
 */
export function assertThat(check: Check, name: string, args: readonly unknown[], isNot: boolean): void {
  const hint = `${name}(${rendered(args)})`;
  requireNews(check, isNot, `${name}()`, hint, args[0]);
  if (check.pass === isNot) throw new EcrAssertionError(renderCheck(check, hint, isNot));
}

/** Makes the stack of errors begin where `entry` was called: at the line of the test. */
export function fromUser<T>(entry: (...args: never[]) => unknown, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof EcrAssertionError || error instanceof FakeEcrError) {
      Error.captureStackTrace(error, entry);
    }
    throw error;
  }
}

function rendered(args: readonly unknown[]): string {
  return args
    .filter((one) => one !== undefined)
    .map(renderValue)
    .join(', ');
}

import { type SendStub, replaceMethod } from './send-stub.js';

interface Matcher {
  test(actual: unknown): boolean;
  readonly message?: string;
}

type MatcherOf = ((test: (actual: unknown) => boolean, message?: string) => Matcher) & {
  isMatcher(value: unknown): boolean;
};

/** A sandbox of sinon, of whatever version. */
export interface SinonSandbox {
  stub(object: object, property: string): unknown;
  inject(target: object): object;
}

/**
 * Lets a stub of the test's own sinon understand the matchers of `mock.on(…)`. Those are made by the sinon
 * that `aws-sdk-client-mock` brings along, and another copy takes them for plain objects, which match nothing.
 */
export function understandMatchers(stub: SendStub, sandbox: SinonSandbox): void {
  const { match } = sandbox.inject({}) as { match?: MatcherOf };
  if (match === undefined) return;
  const translations = new WeakMap<Matcher, Matcher>();
  const withArgs = stub.withArgs.bind(stub);

  const translate = (given: unknown): unknown => {
    if (match.isMatcher(given) || !isMatcher(given)) return given;
    // The same for the same: sinon takes it for the override that is there already.
    let translation = translations.get(given);
    if (translation === undefined) {
      translation = match((actual) => given.test(actual), given.message);
      translations.set(given, translation);
    }
    return translation;
  };
  replaceMethod(stub, 'withArgs', (...matchers) => withArgs(...matchers.map(translate)));
}

function isMatcher(value: unknown): value is Matcher {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<Matcher>).test === 'function' &&
    'and' in value
  );
}

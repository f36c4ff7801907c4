import { sourceLine } from '../../lib/source-line.js';
import { Declaration, type Use } from '../../service/declarations.js';
import { type Behavior, type SendStub, replaceMethod } from './send-stub.js';

/** An answer of an override. */
interface Answer {
  readonly behavior: Behavior;
  /** For one call, and not for all that no other answer is for. */
  readonly isForOnce: boolean;
  wasGiven: boolean;
}

/** The overrides that a test put on a stub, for telling which were never used. */
export class DeclaredOverrides {
  private overrides: Declaration[] = [];

  /** @param name what the mock is called, for example `ecr.mock` */
  constructor(private readonly name: string) {}

  /** Those that have an answer: `mock.on(…)` alone overrides nothing. */
  get all(): readonly Declaration[] {
    return this.overrides.filter((one) => one.declared !== '');
  }

  /** Forgets them. */
  clear(): void {
    this.overrides = [];
  }

  /** Notes what is put on a stub from now on. */
  watch(stub: SendStub): void {
    const withArgs = stub.withArgs.bind(stub);
    replaceMethod(stub, 'withArgs', (...matchers) => {
      const override = withArgs(...matchers);
      this.note(stub, override, commandIn(matchers[0]));
      return override;
    });
  }

  private note(stub: SendStub, override: SendStub, command: string | undefined): void {
    const answers: Answer[] = [];
    const since = { sent: stub.callCount, matched: override.callCount };
    watchAnswers(override, (behavior, isForOnce) => noteAnswer(answers, behavior, isForOnce));
    const given = () => answers.filter(({ behavior }) => behavior.isPresent());
    const declared = command === undefined ? `${this.name}.onAnyCommand()` : `${this.name}.on(${command})`;
    const declaration = new Declaration(
      {
        kind: 'mock',
        get declared() {
          return given().length === 0 ? '' : declared;
        },
        nearest: (_, { met }) => {
          const matched = override.callCount - since.matched;
          return nearestSend(command, stub.args.slice(since.sent), matched, met);
        },
      },
      Infinity,
      sourceLine(),
      () => useOf(given()),
    );
    this.overrides.push(declaration);
  }
}

/** All answers for once are to be given; of those for all calls, one. */
function useOf(answers: readonly Answer[]): Use {
  const once = answers.filter(({ isForOnce }) => isForOnce);
  const counted = once.length === 0 ? answers : once;
  const met = counted.filter(({ wasGiven }) => wasGiven).length;
  return { met: answers.length === 0 ? 1 : met, times: once.length === 0 ? Infinity : once.length };
}

function noteAnswer(answers: Answer[], behavior: Behavior, isForOnce: boolean): void {
  if (answers.some((one) => one.behavior === behavior)) return;
  const answer: Answer = { behavior, isForOnce, wasGiven: false };
  answers.push(answer);
  const { invoke } = behavior;
  behavior.invoke = (self, args) => {
    answer.wasGiven = true;
    return invoke.call(behavior, self, args);
  };
}

/** Tells of each answer that an override gets. Sinon makes them when they are asked for. */
function watchAnswers(override: SendStub, tell: (behavior: Behavior, isForOnce: boolean) => void): void {
  const { onCall } = override;
  replaceMethod(override, 'onCall', (index) => {
    const behavior = onCall.call(override, index);
    tell(behavior, true);
    return behavior;
  });
  let current = override.defaultBehavior;
  if (current !== null) tell(current, false);
  Object.defineProperty(override, 'defaultBehavior', {
    configurable: true,
    enumerable: true,
    get: () => current,
    set: (behavior: Behavior | null) => {
      current = behavior;
      if (behavior !== null) tell(behavior, false);
    },
  });
}

/** The class that a matcher of `aws-sdk-client-mock` is for; undefined if it is for any. */
function commandIn(matcher: unknown): string | undefined {
  const { message } = (matcher ?? {}) as { message?: unknown };
  return typeof message === 'string' ? /^instanceOf\((\w+)\)/.exec(message)?.[1] : undefined;
}

const SHOWN = 3;

function nearestSend(
  command: string | undefined,
  sent: readonly (readonly unknown[])[],
  matched: number,
  met: number,
): string {
  const names = sent.map(([one]) => (one as object | undefined)?.constructor.name ?? 'nothing');
  if (names.length === 0) return 'no command was sent since';
  const same = command === undefined ? names : names.filter((name) => name === command);
  const what = command ?? 'a command';
  if (same.length === 0) {
    const others = [...new Set(names)];
    const more = others.length > SHOWN ? ` and ${others.length - SHOWN} more` : '';
    return `${what} was never sent; sent were ${others.slice(0, SHOWN).join(', ')}${more}`;
  }
  const often = same.length === 1 ? 'once' : `${same.length} times`;
  if (matched === 0) return `${what} was sent ${often}, but never with that input`;
  if (met === matched) return `${what} was sent ${often}, not often enough as it was declared`;
  const asDeclared = matched === 1 ? 'once' : `${matched} times`;
  return `${what} was sent ${often}, ${asDeclared} as it was declared, and another override answered`;
}

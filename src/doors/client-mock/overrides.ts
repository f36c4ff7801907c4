import { type SendArguments, type SendStub, currentBehavior, replaceMethod } from './send-stub.js';

/**
 * Makes overrides count calls from the moment they are registered. Sinon counts from the first call that an override
 * would have matched, so an answer for "the next call" that is registered after earlier calls would never be used.
 */
export function countFromRegistration(stub: SendStub): void {
  const withArgs = stub.withArgs.bind(stub);
  const offsets = new WeakMap<SendStub, number>();

  replaceMethod(stub, 'withArgs', (...matchers) => {
    const override = withArgs(...matchers);
    if (!offsets.has(override)) trackOffset(override, offsets);
    offsets.set(override, override.callCount);
    return override;
  });
}

function trackOffset(override: SendStub, offsets: WeakMap<SendStub, number>): void {
  const { onCall, resetHistory, resetBehavior } = override;

  replaceMethod(override, 'onCall', (index) => {
    let offset = offsets.get(override) ?? 0;
    if (index + offset < override.callCount) {
      // Its number has passed: it answers the next call, after other waiting answers.
      offset = Math.max(override.callCount, override.behaviors.length) - index;
      offsets.set(override, offset);
    }
    return onCall.call(override, index + offset);
  });

  replaceMethod(override, 'resetHistory', () => {
    // Without history sinon counts calls from 0 again, so the answers have to begin there too.
    if (offsets.get(override) !== 0)
      override.behaviors = override.behaviors.filter((one) => one !== undefined);
    offsets.set(override, 0);
    return resetHistory.call(override);
  });

  replaceMethod(override, 'resetBehavior', () => {
    offsets.set(override, 0);
    resetBehavior.call(override);
  });
}

/**
 * The answer of an earlier override, for a later one whose answers are used up. Sinon only uses the last override
 * that matches a call, and would skip all others and go on to the model.
 *
 * @returns undefined if no override has an answer
 */
export function earlierOverride(
  stub: SendStub,
  self: unknown,
  args: SendArguments,
): { readonly answer: unknown } | undefined {
  if (stub.fakes.length === 0) return undefined;
  const matching = stub.matchingFakes(args);
  for (let index = matching.length - 1; index >= 0; index--) {
    const behavior = currentBehavior(matching[index] as SendStub);
    if (behavior !== undefined) return { answer: behavior.invoke(self, args) };
  }
  return undefined;
}

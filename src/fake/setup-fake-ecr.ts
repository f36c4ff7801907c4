import { FakeEcrError } from '../lib/misuse.js';
import { type FakeEcr, fakeEcr } from './fake-ecr.js';
import { type FakeEcrOptions, requireFakeEcrOptions } from './options.js';

/** The hooks of a runner. */
export interface RunnerHooks {
  beforeEach(run: () => void): unknown;
  afterAll(run: () => void): unknown;
}

/** Options of {@link setupFakeEcr}. */
export interface SetupOptions extends FakeEcrOptions {
  /** Sets the scene that every test begins with. */
  readonly scene?: (ecr: FakeEcr) => void;
}

/**
 * Makes a fake that looks after itself: every test begins with an empty world, or with the scene, and after
 * the last one the real client is back. Call it at the top of a test file, or of a `describe`.
 *
 * @param options those of {@link fakeEcr}, and the scene
 * @param hooks of the runner; the global ones by default
 * @throws a `[fake-ecr]` error if there are no hooks, or an option is misspelt or can't have that value
 * @example
 * const ecr = setupFakeEcr({ scene: (it) => it.registry('111122223333', 'us-west-2').createRepository('app') });
 */
export function setupFakeEcr(options: SetupOptions = {}, hooks?: RunnerHooks): FakeEcr {
  const runner: Partial<RunnerHooks> = hooks ?? globalThis;
  if (!hasHooks(runner)) {
    throw new FakeEcrError(
      'setupFakeEcr() found no hooks beforeEach and afterAll.',
      'Pass those of your runner as second argument: setupFakeEcr({}, { beforeEach, afterAll }).',
    );
  }
  requireFakeEcrOptions(options, 'setupFakeEcr()', ['scene']);
  const { scene, ...rest } = options;
  const ecr = fakeEcr(rest);
  runner.beforeEach(() => {
    ecr.reset();
    scene?.(ecr);
  });
  runner.afterAll(() => ecr.restore());
  return ecr;
}

function hasHooks(runner: Partial<RunnerHooks>): runner is RunnerHooks {
  return typeof runner.beforeEach === 'function' && typeof runner.afterAll === 'function';
}

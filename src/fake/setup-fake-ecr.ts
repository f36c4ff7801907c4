import { FakeEcrError } from '../lib/misuse.js';
import { type FakeEcr, fakeEcr } from './fake-ecr.js';
import { simulationOf } from './simulation-of.js';
import { type FakeEcrOptions, requireFakeEcrOptions } from './options.js';

/** The hooks of a runner. */
export interface RunnerHooks {
  /** Called once, with a function to run before each test. */
  beforeEach(run: () => void): unknown;
  /** If it is given, a test fails if it declared something and never used it. */
  afterEach?(run: () => void): unknown;
  /** Called once, with a function to run after the last test. */
  afterAll(run: () => void): unknown;
}

/** Options of {@link setupFakeEcr}. @public */
export interface SetupOptions extends FakeEcrOptions {
  /** Sets up the scene for every test. */
  readonly scene?: (ecr: FakeEcr) => void;
}

/**
 * Creates a fake and registers hooks: every test starts with an empty world, or with the scene, and after the last
 * one the real client is restored. A test that declares a fault or an override and never uses it fails; what the
 * scene declares has to be used by one test at least. Call it at the top of a test file, or of a `describe`.
 *
 * @public
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
      'Pass those of your runner as second argument: setupFakeEcr({}, { beforeEach, afterEach, afterAll }).',
    );
  }
  requireFakeEcrOptions(options, 'setupFakeEcr()', ['scene']);
  const { scene, ...rest } = options;
  const ecr = fakeEcr(rest);
  const { unused } = simulationOf(ecr);
  runner.beforeEach(() => {
    ecr.reset();
    if (scene !== undefined) unused.sharing(() => scene(ecr));
  });
  runner.afterEach?.(() => unused.check());
  runner.afterAll(() => ecr.restore());
  return ecr;
}

function hasHooks(runner: Partial<RunnerHooks>): runner is RunnerHooks {
  return typeof runner.beforeEach === 'function' && typeof runner.afterAll === 'function';
}

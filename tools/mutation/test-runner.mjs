/**
 * Runs the bundled suite for Stryker inside its own process, with Jest's engine (circus, expect, mocks, timers).
 * A mutant costs the load of one bundle and the tests that reach it, about a tenth of what a run of Jest costs.
 * Every mutant gets a fresh load, so that nothing it left in a module is there for the next.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { Script } from 'node:vm';
import { jestExpect as expect } from '@jest/expect';
import { ModernFakeTimers } from '@jest/fake-timers';
import { PluginKind, declareClassPlugin } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  TestStatus,
  determineHitLimitReached,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import * as circus from 'jest-circus';
import { ModuleMocker } from 'jest-mock';
import { format, plugins } from 'pretty-format';

const TEST_TIMEOUT_MS = 10_000;

/** What the mutated code reads and writes. */
const mutation = (globalThis.__stryker__ = {});

class BundleRunner {
  capabilities() {
    return { reloadEnvironment: true };
  }

  init() {
    const file = resolve('bundled/all.test.cjs');
    const text = readFileSync(file, 'utf8');
    this.script = new Script(`(function (require, module, exports) {${text}\n})`, { filename: file });
    this.require = createRequire(file);
    this.timers = new ModernFakeTimers({
      global: globalThis,
      config: { fakeTimers: {}, rootDir: process.cwd() },
    });
    this.mocks = new ModuleMocker(globalThis);
    const { mocks, timers } = this;
    Object.assign(globalThis, circus, {
      expect,
      jest: {
        fn: mocks.fn.bind(mocks),
        spyOn: mocks.spyOn.bind(mocks),
        restoreAllMocks: () => mocks.restoreAllMocks(),
        useFakeTimers: (options) => timers.useFakeTimers(options),
        useRealTimers: () => timers.useRealTimers(),
        setSystemTime: (now) => timers.setSystemTime(now),
        getTimerCount: () => timers.getTimerCount(),
        advanceTimersByTimeAsync: (ms) => timers.advanceTimersByTimeAsync(ms),
      },
    });
    expect.extend({
      toMatchInlineSnapshot: matchesInline,
      toThrowErrorMatchingInlineSnapshot: (act, inline) => matchesInline(messageOf(act), inline),
    });
    circus.addEventHandler((event) => this.observe(event));
  }

  async dryRun() {
    mutation.mutantCoverage = { static: {}, perTest: {} };
    mutation.activeMutant = undefined;
    this.load();
    const tests = await this.run({ failFast: false });
    return { status: DryRunStatus.Complete, tests, mutantCoverage: mutation.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }) {
    mutation.mutantCoverage = { static: {}, perTest: {} };
    mutation.hitLimit = hitLimit;
    mutation.hitCount = hitLimit === undefined ? undefined : 0;
    mutation.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
    let tests;
    try {
      this.load();
      mutation.activeMutant = activeMutant.id;
      tests = await this.run({ failFast: true, only: testFilter && new Set(testFilter) });
    } catch (error) {
      tests = [testResult('load', 0, [error])];
    }
    const endless = determineHitLimitReached(mutation.hitCount, hitLimit);
    return endless ?? toMutantRunResult({ status: DryRunStatus.Complete, tests });
  }

  /** Runs the bundle's top level, which declares the tests. */
  load() {
    circus.resetState();
    const module = { exports: {} };
    this.script.runInThisContext()(this.require, module, module.exports);
  }

  async run({ failFast, only }) {
    this.failFast = failFast;
    this.failed = false;
    this.results = [];
    const state = circus.getState();
    state.testTimeout = TEST_TIMEOUT_MS;
    if (only !== undefined) keep(state.rootDescribeBlock, only);
    await circus.run();
    this.timers.useRealTimers();
    this.mocks.restoreAllMocks();
    return this.results;
  }

  observe({ name, test }) {
    if (name === 'test_start') {
      if (this.failFast && this.failed) test.mode = 'skip';
      mutation.currentTestId = idOf(test);
      expect.setState({ assertionCalls: 0, expectedAssertionsNumber: null, isExpectingAssertions: false });
    }
    if (name !== 'test_done') return;
    mutation.currentTestId = undefined;
    const counted = expect.extractExpectedAssertionsErrors().map(({ error }) => error);
    const errors = [...test.errors.map((error) => (Array.isArray(error) ? error[0] : error)), ...counted];
    this.failed ||= errors.length > 0;
    this.results.push(testResult(idOf(test), test.duration ?? 0, errors));
  }
}

function testResult(id, timeSpentMs, [error]) {
  const base = { id, name: id, timeSpentMs };
  if (error === undefined) return { ...base, status: TestStatus.Success };
  return { ...base, status: TestStatus.Failed, failureMessage: String(error?.message ?? error) };
}

/** The titles of a test and of the blocks around it. */
function idOf({ name, parent }) {
  return parent === undefined ? '' : `${idOf(parent)} ${name}`.trimStart();
}

/** Leaves only the tests that are wanted. */
function keep(block, wanted) {
  block.children = block.children.filter((child) =>
    child.type === 'describeBlock' ? keep(child, wanted) : wanted.has(idOf(child)),
  );
  return block.children.length > 0;
}

function matchesInline(received, inline) {
  const printed = format(received, {
    escapeString: false,
    printBasicPrototype: false,
    plugins: Object.values(plugins),
  });
  const pass = unindented(inline) === unindented(printed);
  return { pass, message: () => `Expected ${inline}\nReceived ${printed}` };
}

function messageOf(act) {
  try {
    act();
  } catch (error) {
    return error.message;
  }
  return undefined;
}

function unindented(text) {
  const lines = text.trim().split('\n');
  return lines.map((line) => line.trim()).join('\n');
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'bundle', BundleRunner)];

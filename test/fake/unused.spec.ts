// Run by unused-in-runners.test.ts in several runners; its second and third test fail on purpose.
import * as node from 'node:test';
import { ListImagesCommand } from '@aws-sdk/client-ecr';
import { setupFakeEcr } from '../../src/index.js';

type Test = (title: string, run: () => unknown) => void;
type Hook = (run: () => void) => unknown;
interface Runner {
  readonly test: Test;
  readonly beforeEach: Hook;
  readonly afterEach: Hook;
  readonly afterAll: Hook;
}
const globals = globalThis as unknown as Partial<Runner>;
const runner: Runner =
  globals.test === undefined
    ? ({ ...node, afterAll: node.after } as unknown as Runner)
    : (globals as unknown as Runner);

interface Scenery {
  readonly repository: string;
}

const ecr = setupFakeEcr({}, runner);

runner.test('declares nothing', () => undefined);

runner.test('declares a fault', () => {
  const scenery: Scenery = { repository: 'payment' };
  ecr.fail('PutImage', scenery).with('ServerException').once();
});

runner.test('declares an override', () => {
  ecr.mock.on(ListImagesCommand).resolves({});
});

runner.test('is not blamed for the one before', () => undefined);

import { FakeEcrError } from '../../lib/misuse.js';
import { type SendTarget, doorOf } from './send-target.js';

/** The error for a target that already has a stub of something else. */
export function inTheWay(target: SendTarget): FakeEcrError {
  const isFake = target.ownStub !== undefined && doorOf(target.ownStub) !== undefined;
  return isFake
    ? new FakeEcrError(
        `${target.label} is attached to another fake.`,
        'Restore that one first (ecr.restore(), for example in afterEach), or keep the two apart by giving each its own clients: fakeEcr({ clients: [client] }).',
      )
    : new FakeEcrError(
        `${target.label} is mocked by another mockClient().`,
        'Use ecr.mock instead, which is such a mock with the model beneath it, or restore the other one first.',
      );
}

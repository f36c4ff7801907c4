import '../../src/jest.js';
import { expectCalled } from '../../src/index.js';
import { scene } from '../support/scene.js';

/** As plain JavaScript may say it. */
const unchecked = (name: unknown) => name as 'PutImage';

test.each([
  ['PutImages', "was given 'PutImages', which is not an operation of ECR. Did you mean 'PutImage'?"],
  ['xyz', "which is not an operation of ECR. Expected a name such as 'PutImage'."],
  [undefined, "was given undefined, which is not an operation of ECR. Expected a name such as 'PutImage'."],
])('that %p was not called would always pass, so it is refused', (name, text) => {
  const ecr = scene();
  expect(() => expect(ecr).not.toHaveCalled(unchecked(name))).toThrow(text);
  expect(() => expect(ecr).toHaveCalled(unchecked(name))).toThrow(text);
  expect(() => expectCalled(ecr, unchecked(name))).toThrow(text);
});

import { inputShape, operationNames } from '../../../src/api/facts.js';
import { actionNamed, actionsLike } from '../../../src/ecr/access/actions.js';
import { operations } from '../../../src/operations/index.js';
import type { NamedTarget } from '../../../src/operations/target.js';

/** What an operation touches when it is asked of a repository, by its own account. */
function scopeOf(name: (typeof operationNames)[number]): NamedTarget['scope'] {
  const operation = operations[name];
  const namesOne = inputShape(name).members.some((member) => member.name === 'repositoryName');
  if (operation.target === undefined) return namesOne ? 'repository' : 'registry';
  return operation.target({ resourceArn: 'arn', repositoryNames: ['app'] } as never).scope;
}

test.each(operationNames)('the action of %s is known, with what it touches', (name) => {
  const action = actionNamed(operations[name].action ?? `ecr:${name}`);
  const isOfRegistry = scopeOf(name) === 'registry';
  expect(action?.name).toBe(operations[name].action ?? `ecr:${name}`);
  expect(action?.scope === 'registry').toBe(isOfRegistry);
});

test('permissions without an operation are known too', () => {
  expect(actionNamed('ecr:ReplicateImage')?.scope).toBe('repository');
  expect(actionNamed('ecr:BatchImportUpstreamImage')?.scope).toBe('repository');
});

test('names are found in any case, and others that begin alike are suggested', () => {
  expect(actionNamed('ECR:putimage')?.name).toBe('ecr:PutImage');
  expect(actionNamed('ecr:PutImages')).toBeUndefined();
  expect(actionsLike('ecr:PutImages')).toContain('ecr:PutImage');
  expect(actionsLike('s3:GetObject')).toEqual([]);
});

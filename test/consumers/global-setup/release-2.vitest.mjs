import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { expect, test } from 'vitest';

test('a client that was told nothing meets the endpoint', async () => {
  const input = { repositoryName: 'vitest-2' };
  const { repository } = await new ECRClient({}).send(new CreateRepositoryCommand(input));
  expect(repository.repositoryUri).toBe(
    `123456789012.dkr.ecr.${process.env.AWS_REGION}.amazonaws.com/vitest-2`,
  );
});

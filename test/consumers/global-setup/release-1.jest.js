const { CreateRepositoryCommand, ECRClient } = require('@aws-sdk/client-ecr');

test('a client that was told nothing meets the endpoint', async () => {
  const input = { repositoryName: 'jest-1' };
  const { repository } = await new ECRClient({}).send(new CreateRepositoryCommand(input));
  expect(repository.repositoryUri).toBe(
    `123456789012.dkr.ecr.${process.env.AWS_REGION}.amazonaws.com/jest-1`,
  );
});

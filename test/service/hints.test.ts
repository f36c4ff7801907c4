/** What a refusal tells a test's author, and does not tell the application. */
import {
  DescribeRepositoriesCommand,
  ECRClient,
  GetRepositoryPolicyCommand,
  ListImagesCommand,
  PutImageCommand,
  PutRegistryPolicyCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { expectReplicated, fakeEcr, image } from '../../src/index.js';
import { scene } from '../support/scene.js';

const where = { region: 'us-west-2' };
const ANYWHERE =
  "'payments' is at 111122223333/us-west-2: make that the default by fakeEcr({ defaultAccount: '111122223333' })";

const push = () =>
  new PutImageCommand({ repositoryName: 'payments', imageTag: 'v1', imageManifest: image('v1').manifest });

async function refusalOf(run: Promise<unknown>): Promise<Error> {
  const error: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('nothing was refused');
  return error;
}

function world(options: Parameters<typeof scene>[0] = {}) {
  const ecr = scene(options);
  const prod = ecr.registry('111122223333', 'us-west-2').createRepository('payments');
  return { ecr, prod };
}

describe('a repository of another account', () => {
  test('is named in the cause, the call and the timeline, where nobody said who calls', async () => {
    const { ecr } = world();
    const error = await refusalOf(new ECRClient(where).send(push()));
    expect(error.message).toBe(
      "The repository with name 'payments' does not exist in the registry with id '123456789012'",
    );
    const cause = error.cause as Error;
    expect(cause.message).toContain(
      '[fake-ecr] the caller is not known, so it is the default account 123456789012',
    );
    for (const word of [ANYWHERE, "ecr.credentials('111122223333')", 'ecr.bind(client, {']) {
      expect(cause.message).toContain(word);
      expect(ecr.calls[0]?.hint).toContain(word);
      expect(String(ecr.timeline())).toContain(word);
    }
  });

  test('is not part of what the application sees', async () => {
    world();
    const error = await refusalOf(new ECRClient(where).send(push()));
    expect(Object.keys(error)).not.toContain('cause');
    expect(JSON.stringify({ ...error })).not.toContain('fake-ecr');
    expect((error.cause as Error).stack).not.toContain('\n');
  });

  test('is shown by expectReplicated(), even if the application swallowed the refusal', async () => {
    const { ecr } = world();
    await refusalOf(new ECRClient(where).send(push()));
    ecr.registry('444455556666', 'eu-west-1');
    const failure = await refusalOf(expectReplicated('payments:v1', 'eu-west-1', '444455556666'));
    expect(failure.message).toContain(
      'PutImage at 123456789012/us-west-2 was refused with RepositoryNotFoundException',
    );
    expect(failure.message).toContain(ANYWHERE);
  });

  test('counts if several names are asked for', async () => {
    world();
    const command = new DescribeRepositoriesCommand({ repositoryNames: ['other', 'payments'] });
    const error = await refusalOf(new ECRClient(where).send(command));
    expect((error.cause as Error).message).toContain('111122223333/us-west-2');
  });

  test('is shown through the request handler, in the call and the timeline', async () => {
    const { ecr } = world();
    const client = new ECRClient({
      ...where,
      requestHandler: ecr.requestHandler(),
      credentials: { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' },
    });
    await refusalOf(client.send(push()));
    expect(ecr.calls[0]?.hint).toContain(ANYWHERE);
  });

  test.each<[string, (made: ReturnType<typeof world>) => Promise<unknown>]>([
    [
      'the account was said, by credentials',
      ({ ecr }) => ecr.client('999988887777', 'us-west-2').send(push()),
    ],
    [
      'it was said, by a binding',
      ({ ecr }) => ecr.bind(new ECRClient(where), { account: '999988887777' }).send(push()),
    ],
    ['it is in another Region', () => new ECRClient({ region: 'eu-west-1' }).send(push())],
    ['it is nowhere', () => new ECRClient(where).send(new ListImagesCommand({ repositoryName: 'nowhere' }))],
    [
      'the registry was named',
      ({ ecr }) => {
        ecr
          .registry('111122223333', 'us-west-2')
          .repository('payments')
          .setPolicy({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:*' }],
          });
        const command = new GetRepositoryPolicyCommand({
          registryId: '111122223333',
          repositoryName: 'other',
        });
        return new ECRClient(where).send(command);
      },
    ],
  ])('is not hinted at where %s', async (_what, send) => {
    const made = world();
    const error = await refusalOf(send(made));
    expect(error.cause).toBeUndefined();
    expect(made.ecr.calls[0]).not.toHaveProperty('hint');
  });
});

describe('a repository that the caller does not have there', () => {
  const list = (region: string, repositoryName: string) =>
    refusalOf(new ECRClient({ region }).send(new ListImagesCommand({ repositoryName })));

  test('is in another Region of the same account: the cause names both Regions', async () => {
    const { ecr } = world({ defaultAccount: '111122223333' });
    const error = await list('eu-west-1', 'payments');
    expect(error.message).not.toContain('fake-ecr');
    expect((error.cause as Error).message).toBe(
      "[fake-ecr] the call went to eu-west-1, the Region of the client, and 'payments' is at 111122223333/us-west-2: " +
        'give the client that Region, or create the repository in this one',
    );
    expect(ecr.calls[0]?.hint).toContain('us-west-2');
  });

  test('has a name that differs by a letter: the cause names the one that is there', async () => {
    world({ defaultAccount: '111122223333' });
    expect(((await list('us-west-2', 'paymnts')).cause as Error).message).toContain(
      "'paymnts' is not at 111122223333/us-west-2, and 'payments' is: one of them may be misspelt",
    );
    expect((await list('us-west-2', 'orders')).cause).toBeUndefined();
  });
});

test('missing layers name the option', async () => {
  const { ecr } = world({ layers: 'required', defaultAccount: '111122223333' });
  const error = await refusalOf(new ECRClient(where).send(push()));
  expect(error.name).toBe('LayersNotFoundException');
  expect(error.message).not.toContain('fake-ecr');
  expect((error.cause as Error).message).toContain("fakeEcr({ layers: 'assumed' })");
  expect(ecr.calls[0]?.hint).toContain('layers');
});

test('a policy that ECR refused leaves its place in the timeline', async () => {
  const { ecr } = world({ defaultAccount: '111122223333' });
  const statement = { Sid: 'A', Effect: 'Alow', Principal: '*', Action: 'ecr:BatchGetImage' };
  const policyText = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const client = new ECRClient(where);
  const error = await refusalOf(
    client.send(new SetRepositoryPolicyCommand({ repositoryName: 'payments', policyText })),
  );
  expect(error.message).not.toContain('Statement[0]');
  await refusalOf(client.send(new PutRegistryPolicyCommand({ policyText })));
  const lines = String(ecr.timeline()).split('\n');
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toContain('(the fault of the policy: $.Statement[0].Effect ');
  expect(ecr.calls.map(({ hint }) => hint)).toEqual([
    expect.stringContaining('$.Statement[0].Effect'),
    expect.stringContaining('$.Statement[0].Effect'),
  ]);
});

test('a hint is the same in every run', async () => {
  const hints: (string | undefined)[] = [];
  for (const order of [
    ['111122223333', '444455556666'],
    ['444455556666', '111122223333'],
  ]) {
    const ecr = fakeEcr();
    for (const account of order) ecr.registry(account, 'us-west-2').createRepository('payments');
    await refusalOf(new ECRClient(where).send(push()));
    hints.push(ecr.calls[0]?.hint);
    ecr.restore();
  }
  expect(hints[0]).toContain('111122223333/us-west-2, 444455556666/us-west-2');
  expect(hints[1]).toBe(hints[0]);
});

/** What a person sees who prints a handle, or whose assertion on one fails. */
import { inspect } from 'node:util';
import { image } from '../../src/index.js';
import { fakeSts } from '../../src/fake/fake-sts.js';
import { serve } from '../../src/fake/serve.js';
import { OTHER, SOURCE, push, scene } from '../support/scene.js';

const ALLOW = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'ecr:*', Resource: '*' }],
};

/** A value as Jest prints it in a message. */
function printed(value: unknown): string {
  let text = '';
  expect.extend({
    toBeNoted(this: jest.MatcherContext, received: unknown) {
      text = this.utils.stringify(received);
      return { pass: true, message: () => '' };
    },
  });
  (expect(value) as unknown as { toBeNoted(): void }).toBeNoted();
  return text;
}

async function busyScene() {
  const ecr = scene();
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments');
  const dr = ecr.registry(OTHER, 'eu-west-1').allowReplicationFrom(prod);
  prod.replicateTo(dr);
  for (let index = 0; index < 300; index += 1) prod.push(`payments:v${index}`, image(`v${index}`));
  await push(ecr.client(SOURCE, 'us-west-2'), 'payments', 'called');
  return { ecr, prod, dr };
}

test('util.inspect answers one line for each handle', async () => {
  const { ecr, prod, dr } = await busyScene();
  ecr.account(OTHER).enableRegion('me-central-1').disableRegion('us-east-1');
  ecr.organization('o-a1b2c3d4e5', { accounts: [OTHER] });
  ecr.upstream('docker-hub').push('library/node:22', image('node')).fail();
  const sts = fakeSts(ecr);
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'ecr:*', Resource: '*' }],
  };
  const handles = {
    fake: ecr,
    registry: prod,
    repository: prod.repository('payments'),
    missing: dr.repository('nope'),
    account: ecr.account(OTHER),
    upstream: ecr.upstream('docker-hub'),
    role: ecr.principal(`arn:aws:iam::${SOURCE}:role/ci`, { policies: [policy] }),
    user: ecr.principal(`arn:aws:iam::${SOURCE}:user/ada`),
    requestHandler: ecr.requestHandler(),
    sts,
  };
  const lines = Object.entries(handles).map(([name, handle]) => `${name}: ${inspect(handle)}`);
  expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
   "
   fake: [FakeEcr: 2 accounts, 2 registries, 2 repositories, 602 images; see inspect()]
   registry: [RegistryHandle 111122223333/us-west-2: 1 repository, 301 images, 1 replication rule, no registry policy]
   repository: [RepositoryHandle payments at 111122223333/us-west-2: MUTABLE, AES256, 301 images, 301 tags]
   missing: [RepositoryHandle nope at 444455556666/eu-west-1: does not exist]
   account: [AccountHandle 444455556666: 1 registry, enabled: me-central-1, disabled: us-east-1, of o-a1b2c3d4e5]
   upstream: [UpstreamHandle registry-1.docker.io: 1 image, 1 tag, 0 requests, answers UpstreamUnavailable]
   role: [PrincipalHandle arn:aws:sts::111122223333:assumed-role/ci/fake-ecr, identity policies: 1]
   user: [PrincipalHandle arn:aws:iam::111122223333:user/ada, an administrator]
   requestHandler: [EcrRequestHandler: answers in memory, for 123456789012 if credentials do not say]
   sts: [FakeSts: roles defined: 0, others may be assumed by anybody; managed policies: 0]
   "
  `);
});

test('a server says where it listens, and what it serves', async () => {
  const server = await serve(scene());
  try {
    expect(inspect(server)).toBe(
      `[EcrServer at ${server.url} of [FakeEcr: nothing here yet; see inspect()]]`,
    );
    expect(printed(server).length).toBeLessThan(200);
  } finally {
    await server.close();
  }
});

test('texts for people are printed as they read', async () => {
  const { ecr, prod, dr } = await busyScene();
  prod.repository('payments').setLifecyclePolicy({
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1000 },
        action: { type: 'expire' },
      },
    ],
  });
  expect(inspect(ecr.topology())).toBe(String(ecr.topology()));
  const verdict = ecr.explain('payments:v1', dr);
  expect(inspect(verdict)).toBe(verdict.text);
  const access = ecr.explainAccess({
    principal: `arn:aws:iam::${SOURCE}:user/ada`,
    action: 'ecr:PutImage',
    repository: prod.repository('payments'),
  });
  expect(inspect(access)).toBe(access.text);
  const report = ecr.explainLifecycle(prod.repository('payments'));
  expect(inspect(report)).toBe(report.text);
});

test('a timeline in a console shows its end', async () => {
  const { ecr } = await busyScene();
  const lines = inspect(ecr.timeline()).split('\n');
  expect(lines).toHaveLength(51);
  expect(lines[0]).toMatch(/^… 1,\d\d\d earlier entries$/);
  expect(lines.slice(1).join('\n')).toBe(String(ecr.timeline()).split('\n').slice(-50).join('\n'));
  expect(inspect(scene().timeline())).toBe('nothing happened yet');
});

test('a runner that prints a handle finds no internals', async () => {
  const { ecr, prod } = await busyScene();
  const principal = ecr.principal(`arn:aws:iam::${SOURCE}:user/ada`);
  const handles = {
    ecr,
    prod,
    repository: prod.repository('payments'),
    account: ecr.account(OTHER),
    upstream: ecr.upstream('docker-hub'),
    requestHandler: ecr.requestHandler(),
    sts: fakeSts(ecr),
    topology: ecr.topology(),
    timeline: ecr.timeline(),
    principal,
  };
  const lines = Object.entries(handles).map(([name, handle]) => `${name}: ${printed(handle)}`);
  expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
   "
   ecr: {}
   prod: {"accountId": "111122223333", "region": "us-west-2"}
   repository: {"name": "payments", "registry": {"accountId": "111122223333", "region": "us-west-2"}}
   account: {"id": "444455556666"}
   upstream: {"url": "registry-1.docker.io"}
   requestHandler: {"metadata": {"handlerProtocol": "http/1.1"}}
   sts: {}
   topology: {}
   timeline: {}
   principal: {"caller": {"accountId": "111122223333", "arn": "arn:aws:iam::111122223333:user/ada"}, "client": [Function anonymous], "credentials": [Function anonymous]}
   "
  `);
});

test('a failing toEqual on a handle is short, and handles of one registry are equal', async () => {
  const { ecr, prod, dr } = await busyScene();
  expect(ecr.registry(SOURCE, 'us-west-2')).toEqual(prod);
  let message = '';
  try {
    expect({ ecr, target: prod }).toEqual({ ecr, target: dr });
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toContain(`"accountId": "${OTHER}"`);
  expect(message.split('\n').length).toBeLessThan(25);
});

test('internals are out of reach of JSON and of enumeration', async () => {
  const { ecr, prod } = await busyScene();
  expect(JSON.stringify({ ecr, prod, repository: prod.repository('payments') })).toBe(
    `{"ecr":{},"prod":{"accountId":"${SOURCE}","region":"us-west-2"},` +
      `"repository":{"registry":{"accountId":"${SOURCE}","region":"us-west-2"},"name":"payments"}}`,
  );
  expect(Reflect.ownKeys(ecr)).toEqual([]);
});

test.each<[string, (ecr: ReturnType<typeof scene>) => object, string]>([
  [
    'an account without anything of its own',
    (ecr) => ecr.account(SOURCE),
    `[AccountHandle ${SOURCE}: 0 registries]`,
  ],
  [
    'an upstream that serves',
    (ecr) => ecr.upstream('quay').push('tool:v1'),
    '[UpstreamHandle quay.io: 1 image, 1 tag, 0 requests]',
  ],
  [
    'a principal with session policies',
    (ecr) => ecr.principal(`arn:aws:iam::${SOURCE}:role/ci`, { sessionPolicies: [ALLOW, ALLOW] }),
    `[PrincipalHandle arn:aws:sts::${SOURCE}:assumed-role/ci/fake-ecr, an administrator, session policies: 2]`,
  ],
  [
    'a repository with exclusions',
    (ecr) =>
      ecr
        .registry(SOURCE, 'us-west-2')
        .createRepository('app', {
          imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
          mutabilityExclusions: ['dev*', 'pr-*'],
        })
        .repository('app'),
    `[RepositoryHandle app at ${SOURCE}/us-west-2: IMMUTABLE_WITH_EXCLUSION (dev*, pr-*), AES256, 0 images, 0 tags]`,
  ],
  [
    'a registry in a Region that was disabled',
    (ecr) => {
      const registry = ecr.registry(SOURCE, 'me-central-1');
      ecr.account(SOURCE).disableRegion('me-central-1');
      return registry;
    },
    `[RegistryHandle ${SOURCE}/me-central-1: 0 repositories, 0 images, no registry policy, Region not enabled]`,
  ],
])('%s says so', (_what, handleOf, line) => {
  expect(inspect(handleOf(scene()))).toBe(line);
});

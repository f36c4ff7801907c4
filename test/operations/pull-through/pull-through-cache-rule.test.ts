import {
  CreatePullThroughCacheRuleCommand,
  type CreatePullThroughCacheRuleRequest,
  DeletePullThroughCacheRuleCommand,
  DescribePullThroughCacheRulesCommand,
  type ECRClient,
  UpdatePullThroughCacheRuleCommand,
  ValidatePullThroughCacheRuleCommand,
} from '@aws-sdk/client-ecr';
import { body, refusal } from '../../support/refusal.js';
import { OTHER, START, scene } from '../../support/scene.js';

const OWN = '111122223333';
const SECRET = `arn:aws:secretsmanager:us-east-1:${OWN}:secret:ecr-pullthroughcache/docker-AbCdEf`;
const ROLE = `arn:aws:iam::${OWN}:role/cache`;
const HUB = {
  ecrRepositoryPrefix: 'hub',
  upstreamRegistryUrl: 'registry-1.docker.io',
  credentialArn: SECRET,
};
const QUAY = { ecrRepositoryPrefix: 'quay', upstreamRegistryUrl: 'quay.io' };
let ecr: ReturnType<typeof scene>;
let client: ECRClient;

beforeEach(() => {
  ecr = scene();
  client = ecr.client(OWN, 'us-east-1');
});

const create = (input: CreatePullThroughCacheRuleRequest) =>
  client.send(new CreatePullThroughCacheRuleCommand(input));
const describe_ = async (
  input: { ecrRepositoryPrefixes?: string[]; maxResults?: number; nextToken?: string } = {},
) => client.send(new DescribePullThroughCacheRulesCommand(input));

describe('shape', () => {
  test('T7 an omitted upstream prefix is ROOT, and the kind follows from the address', async () => {
    expect(body(await create(HUB))).toEqual({
      ...HUB,
      createdAt: new Date(START),
      registryId: OWN,
      upstreamRegistry: 'docker-hub',
      upstreamRepositoryPrefix: 'ROOT',
    });
  });

  test('Describe lists rules in the order of creation, page by page', async () => {
    await create(HUB);
    await create(QUAY);
    const first = await describe_({ maxResults: 1 });
    expect(first.pullThroughCacheRules).toEqual([
      {
        ...HUB,
        createdAt: new Date(START),
        updatedAt: new Date(START),
        registryId: OWN,
        upstreamRegistry: 'docker-hub',
        upstreamRepositoryPrefix: 'ROOT',
      },
    ]);
    const second = await describe_({
      maxResults: 1,
      ...(first.nextToken === undefined ? {} : { nextToken: first.nextToken }),
    });
    expect(second.pullThroughCacheRules?.map((rule) => rule.ecrRepositoryPrefix)).toEqual(['quay']);
    expect((await describe_({ ecrRepositoryPrefixes: ['quay'] })).pullThroughCacheRules).toHaveLength(1);
  });

  test('Delete answers the rule, without its kind', async () => {
    await create(QUAY);
    const removed = await client.send(new DeletePullThroughCacheRuleCommand({ ecrRepositoryPrefix: 'quay' }));
    expect(body(removed)).toEqual({
      ...QUAY,
      createdAt: new Date(START),
      registryId: OWN,
      upstreamRepositoryPrefix: 'ROOT',
    });
    expect((await describe_()).pullThroughCacheRules).toEqual([]);
  });

  test('Update replaces the credentials', async () => {
    await create(HUB);
    ecr.clock.advance(1000);
    const credentialArn = `${SECRET}2`;
    const updated = await client.send(
      new UpdatePullThroughCacheRuleCommand({ ecrRepositoryPrefix: 'hub', credentialArn }),
    );
    expect(body(updated)).toEqual({
      ecrRepositoryPrefix: 'hub',
      registryId: OWN,
      updatedAt: new Date(START + 1000),
      credentialArn,
      upstreamRepositoryPrefix: 'ROOT',
    });
  });

  test('Validate tells whether the upstream can be reached', async () => {
    await create(HUB);
    const validate = async () =>
      body(await client.send(new ValidatePullThroughCacheRuleCommand({ ecrRepositoryPrefix: 'hub' })));
    expect(await validate()).toEqual({
      ecrRepositoryPrefix: 'hub',
      registryId: OWN,
      upstreamRegistryUrl: 'registry-1.docker.io',
      credentialArn: SECRET,
      upstreamRepositoryPrefix: 'ROOT',
      isValid: true,
    });
    ecr.upstream('docker-hub').fail('UpstreamAccessDenied');
    expect(await validate()).toMatchObject({
      isValid: false,
      failure: expect.stringContaining('UpstreamAccessDenied') as string,
    });
  });
});

describe('rules', () => {
  test('T1 a prefix has one rule, with or without its slash', async () => {
    await create(QUAY);
    expect((await refusal(create(QUAY))).name).toBe('PullThroughCacheRuleAlreadyExistsException');
    const call = create({ ...QUAY, ecrRepositoryPrefix: 'quay/' });
    expect((await refusal(call)).name).toBe('PullThroughCacheRuleAlreadyExistsException');
  });

  test('T2 Docker Hub without a secret', async () => {
    const { credentialArn: _, ...open } = HUB;
    expect(await refusal(create(open))).toEqual({
      name: 'UnsupportedUpstreamRegistryException',
      message:
        'The specified upstream registry requires authentication. Specify a valid Secrets Manager ARN containing the upstream registry credentials and try again.',
    });
  });

  test.each([
    ['ecr-public', 'public.ecr.aws', false],
    ['k8s', 'registry.k8s.io', false],
    ['quay', 'quay.io', false],
    ['docker-hub', 'registry-1.docker.io', true],
    ['github-container-registry', 'ghcr.io', true],
    ['gitlab-container-registry', 'registry.gitlab.com', true],
    ['chainguard', 'cgr.dev', true],
    ['azure-container-registry', 'myname.azurecr.io', true],
  ] as const)(
    'T2 %s at %s: whether it takes a secret is %s',
    async (kind, upstreamRegistryUrl, takesSecret) => {
      const open = { ecrRepositoryPrefix: 'up', upstreamRegistryUrl, upstreamRegistry: kind };
      const closed = { ...open, credentialArn: SECRET };
      const [wrong, right] = takesSecret ? [open, closed] : [closed, open];
      const { message } = await refusal(create(wrong));
      expect(message).toContain(takesSecret ? 'requires authentication' : "doesn't require authentication");
      expect((await create(right)).upstreamRegistry).toBe(kind);
    },
  );

  test.each([
    'QUAY.IO',
    'https://quay.io',
    'quay.io/',
    'azurecr.io',
    'docker.io',
    '1234.dkr.ecr.us-east-1.amazonaws.com',
  ])('T3 the address %s, which is exact to the letter', async (upstreamRegistryUrl) => {
    expect(await refusal(create({ ...QUAY, upstreamRegistryUrl }))).toEqual({
      name: 'UnsupportedUpstreamRegistryException',
      message: `The upstream registry URL ${upstreamRegistryUrl} is invalid. Specify a valid upstream registry URL and try again`,
    });
  });

  test('Update is judged as Create is, and changes nothing when it is refused', async () => {
    await create(HUB);
    await create(QUAY);
    const update = (input: { ecrRepositoryPrefix: string; credentialArn?: string; customRoleArn?: string }) =>
      client.send(new UpdatePullThroughCacheRuleCommand(input));
    const elsewhere = SECRET.replace('us-east-1', 'us-west-2');
    const calls = [
      [update({ ecrRepositoryPrefix: 'hub', credentialArn: elsewhere }), 'SecretNotFoundException'],
      [update({ ecrRepositoryPrefix: 'hub', customRoleArn: ROLE }), 'InvalidParameterException'],
      [update({ ecrRepositoryPrefix: 'quay', credentialArn: SECRET }), 'InvalidParameterException'],
    ] as const;
    for (const [call, name] of calls) expect((await refusal(call)).name).toBe(name);
    expect((await describe_()).pullThroughCacheRules).toMatchObject([HUB, QUAY]);
  });

  test('a rule of another account is out of reach, and one of another Region is another', async () => {
    await create(QUAY);
    expect((await create({ ...QUAY, ecrRepositoryPrefix: 'other', registryId: OWN })).registryId).toBe(OWN);
    expect((await refusal(create({ ...QUAY, registryId: OTHER }))).name).toBe('AccessDeniedException');
    client = ecr.client(OWN, 'us-west-2');
    expect((await describe_()).pullThroughCacheRules).toEqual([]);
  });

  test('T3 an address that is none', async () => {
    const call = create({ ...QUAY, upstreamRegistryUrl: 'registry.example.com' });
    expect((await refusal(call)).message).toBe(
      'The upstream registry URL registry.example.com is invalid. Specify a valid upstream registry URL and try again',
    );
  });

  test('T4 address and kind that do not match, if it is compared', async () => {
    const call = create({ ...HUB, upstreamRegistry: 'quay' });
    expect((await refusal(call)).message).toBe(
      'Invalid input: Upstream registry URL and entered upstream registry do not match. Please verify input and try again.',
    );
    expect((await create({ ...QUAY, upstreamRegistry: 'docker-hub' })).$metadata.httpStatusCode).toBe(200);
  });

  test('T5 a prefix has at most 30 characters', async () => {
    const prefix = 'a'.repeat(31);
    const call = create({ ...QUAY, ecrRepositoryPrefix: prefix });
    expect((await refusal(call)).name).toBe('InvalidParameterException');
    expect((await create({ ...QUAY, ecrRepositoryPrefix: prefix.slice(1) })).$metadata.httpStatusCode).toBe(
      200,
    );
  });

  test('T6 an own registry of another Region needs no role, another account does', async () => {
    const url = (account: string, region: string) => `${account}.dkr.ecr.${region}.amazonaws.com`;
    const rule = (account: string, region: string, prefix: string) => ({
      ecrRepositoryPrefix: prefix,
      upstreamRegistryUrl: url(account, region),
    });
    expect((await create(rule(OWN, 'us-west-2', 'west'))).upstreamRegistry).toBe('ecr');
    expect((await refusal(create(rule(OTHER, 'us-west-2', 'other')))).name).toBe(
      'UnsupportedUpstreamRegistryException',
    );
    const withRole = { ...rule(OTHER, 'us-west-2', 'other'), customRoleArn: ROLE };
    expect((await create(withRole)).customRoleArn).toBe(ROLE);
    expect((await refusal(create(rule(OWN, 'us-east-1', 'self')))).message).toBe(
      'Upstream registry URL cannot be the same as the cache registry',
    );
  });

  test('T13 the 51st rule', async () => {
    for (let index = 0; index < 50; index += 1) {
      await create({ ...QUAY, ecrRepositoryPrefix: `quay${index}` });
    }
    expect((await refusal(create(QUAY))).name).toBe('LimitExceededException');
  });

  test.each([
    [
      'a secret for an open registry',
      { ...QUAY, credentialArn: SECRET },
      "The specified upstream registry doesn't require authentication",
    ],
    [
      'a role for a registry outside AWS',
      { ...HUB, customRoleArn: ROLE },
      'Upstream registry URL and provided credential type do not match',
    ],
    [
      'a secret of another Region',
      { ...HUB, credentialArn: SECRET.replace('us-east-1', 'us-west-2') },
      'Please verify the secret exists in the same region and account that the pullthrough cache rule will be created in',
    ],
    [
      'a secret of another account',
      { ...HUB, credentialArn: SECRET.replace(OWN, OTHER) },
      'Please verify the secret exists in the same region and account that the pullthrough cache rule will be created in',
    ],
  ])('%s', async (_what, input, text) => {
    expect((await refusal(create(input))).message).toBe(text);
    expect((await describe_()).pullThroughCacheRules).toEqual([]);
  });

  test('an upstream prefix does not go with ROOT', async () => {
    const call = create({ ...QUAY, ecrRepositoryPrefix: 'ROOT', upstreamRepositoryPrefix: 'team' });
    expect((await refusal(call)).name).toBe('InvalidParameterException');
    const both = { ...QUAY, ecrRepositoryPrefix: 'ROOT', upstreamRepositoryPrefix: 'ROOT' };
    expect((await create(both)).ecrRepositoryPrefix).toBe('ROOT');
  });

  test('a prefix without a rule', async () => {
    const ecrRepositoryPrefix = 'nope';
    const calls = [
      describe_({ ecrRepositoryPrefixes: ['nope'] }),
      client.send(new DeletePullThroughCacheRuleCommand({ ecrRepositoryPrefix })),
      client.send(new UpdatePullThroughCacheRuleCommand({ ecrRepositoryPrefix, credentialArn: SECRET })),
      client.send(new ValidatePullThroughCacheRuleCommand({ ecrRepositoryPrefix })),
    ];
    for (const call of calls) {
      expect((await refusal(call)).name).toBe('PullThroughCacheRuleNotFoundException');
    }
  });

  test.each(['cn-north-1', 'us-gov-west-1'])('there is no cache in %s', async (region) => {
    client = ecr.client(OWN, region);
    expect(await refusal(create(QUAY))).toEqual({
      name: 'ValidationException',
      message: 'This feature is disabled',
    });
  });
});

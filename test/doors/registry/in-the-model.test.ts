import {
  CreatePullThroughCacheRuleCommand,
  DeleteRepositoryCommand,
  CreateRepositoryCreationTemplateCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  PutImageScanningConfigurationCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { fakeEcr, image } from '../../../src/index.js';
import { START } from '../../support/start.js';
import {
  ACCOUNT,
  INDEX,
  OCI,
  REGION,
  RegistryClient,
  manifestOf,
  openRegistry,
  refused,
  sdkOf,
  sha256,
  tokenOf,
} from '../../support/registry-client.js';

const OTHER = '222222222222';
const here = (client: RegistryClient) => client.ecr.registry(ACCOUNT, REGION);
const clientOf = (client: RegistryClient, account: string, region: string) =>
  new RegistryClient(client.server, account, region).logIn();
const indexOf = (...digests: readonly string[]) =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: INDEX,
    manifests: digests.map((digest) => ({ mediaType: OCI, digest, size: 2 })),
  });

/** What docker sends for an image of one layer and a config. */
async function dockerPush(client: RegistryClient): Promise<string> {
  await client.get('/v2/');
  const config = '{"architecture":"amd64","os":"linux"}';
  for (const content of ['hello', config]) {
    await client.head(`/v2/app/blobs/${sha256(content)}`);
    const at = await client.begin('app');
    await client.send('PATCH', at, { body: [content], headers: { 'transfer-encoding': 'chunked' } });
    await client.send('PUT', `${at}?digest=${sha256(content)}`);
  }
  const manifest = JSON.stringify(manifestOf(sha256('hello'), 5, sha256(config)));
  expect((await client.put('app', 'v1', manifest)).status).toBe(201);
  return sha256(manifest);
}

describe('V96 V97 a request is what CloudTrail shows of it', () => {
  test('for a push', async () => {
    const client = await openRegistry();
    const before = client.ecr.calls.length;
    await dockerPush(client);
    const calls = client.ecr.calls.slice(before);
    const upload = ['InitiateLayerUpload', 'UploadLayerPart', 'CompleteLayerUpload'];
    const blob = ['BatchCheckLayerAvailability', ...upload];
    expect(calls.map(({ operation }) => operation)).toEqual([...blob, ...blob, 'PutImage']);
    for (const call of calls) {
      expect(call).toMatchObject({
        door: 'registry',
        accountId: ACCOUNT,
        region: REGION,
        principal: `arn:aws:iam::${ACCOUNT}:user/fake-ecr`,
        outcome: 'success',
        input: { registryId: ACCOUNT, repositoryName: 'app' },
      });
    }
    await client.sdk.send(new DescribeRepositoriesCommand({}));
    expect(client.ecr.calls.at(-1)).not.toHaveProperty('door');
  });

  test('for what is not found', async () => {
    const client = await openRegistry();
    expect((await client.get('/v2/app/manifests/v1')).status).toBe(404);
    expect(client.ecr.calls.at(-1)).toMatchObject({ operation: 'BatchGetImage', outcome: 'success' });
    expect((await client.get('/v2/other/manifests/v1')).status).toBe(404);
    expect(client.ecr.calls.at(-1)).toMatchObject({ outcome: 'RepositoryNotFoundException' });
  });
});

test('V98 reading a manifest is a pull, reading a blob is not', async () => {
  const client = await openRegistry();
  const { layer } = await client.image('app', 'v1');
  const pulledAt = async () => {
    const { imageDetails } = await client.sdk.send(new DescribeImagesCommand({ repositoryName: 'app' }));
    return imageDetails?.[0]?.lastRecordedPullTime?.getTime();
  };
  await client.follow(await client.get(`/v2/app/blobs/${layer}`));
  expect(await pulledAt()).toBeUndefined();
  await client.head('/v2/app/manifests/v1');
  expect(await pulledAt()).toBe(START);
  client.ecr.clock.advance(1000);
  await client.get('/v2/app/manifests/v1');
  expect(await pulledAt()).toBe(START + 1000);
});

test('V99 V100 pushes and deletions raise events, everything else does not', async () => {
  const client = await openRegistry();
  const [one, other] = [await client.image('app', 'a'), await client.image('app', 'b', { content: 'other' })];
  const before = client.ecr.events.length;
  const index = indexOf(one.digest, other.digest);
  await client.put('app', 'v1', index, INDEX);
  await client.get('/v2/app/manifests/v1');
  const subject = { mediaType: OCI, digest: one.digest, size: 2 };
  await client.image('app', `${'r'}`, { content: 'referrer', more: { subject } });
  await client.send('DELETE', '/v2/app/manifests/v1');
  const raised = client.ecr.events.slice(before).map(({ 'detail-type': type, detail }) => {
    const { 'action-type': action, 'image-tag': tag } = detail as unknown as Record<string, unknown>;
    return [type, action, tag];
  });
  expect(raised).toEqual([
    ['ECR Image Action', 'PUSH', 'v1'],
    ['ECR Referrer Action', 'PUSH', 'r'],
    ['ECR Image Action', 'DELETE', 'v1'],
  ]);
});

test('V101 a scan starts with the manifest, and not with a blob', async () => {
  const client = await openRegistry();
  await client.sdk.send(
    new PutImageScanningConfigurationCommand({
      repositoryName: 'app',
      imageScanningConfiguration: { scanOnPush: true },
    }),
  );
  const scans = () => client.ecr.events.filter((event) => event['detail-type'] === 'ECR Image Scan').length;
  await client.blob('app', 'hello');
  expect(scans()).toBe(0);
  await client.image('app', 'v1');
  expect(scans()).toBe(1);
});

describe('V102 V103 V104 a replica is pulled if it arrived', () => {
  test('byte for byte, also when its source is gone', async () => {
    const client = await openRegistry();
    here(client).replicateTo(client.ecr.registry(ACCOUNT, 'eu-west-1'));
    const { manifest, layer, config } = await client.image('app', 'v1');
    const there = await clientOf(client, ACCOUNT, 'eu-west-1');
    const pull = async () => {
      expect((await there.get('/v2/app/manifests/v1')).text).toBe(manifest);
      for (const digest of [layer, config]) {
        const { bytes } = await there.follow(await there.get(`/v2/app/blobs/${digest}`));
        expect(sha256(bytes)).toBe(digest);
      }
    };
    await pull();
    await client.sdk.send(new DeleteRepositoryCommand({ repositoryName: 'app', force: true }));
    await pull();
  });

  test('V102 after its latency', async () => {
    const client = await openRegistry({ world: { replication: { latency: 1000 } } });
    here(client).replicateTo(client.ecr.registry(ACCOUNT, 'eu-west-1'));
    await client.image('app', 'v1');
    const there = await clientOf(client, ACCOUNT, 'eu-west-1');
    expect((await there.get('/v2/app/manifests/v1')).status).toBe(404);
    client.ecr.clock.advance(1000);
    expect((await there.get('/v2/app/manifests/v1')).status).toBe(200);
  });

  test('V104 if its account lets it in', async () => {
    const client = await openRegistry();
    const dr = client.ecr.registry(OTHER, 'eu-west-1');
    here(client).replicateTo(dr);
    await client.image('app', 'v1');
    const there = await clientOf(client, OTHER, 'eu-west-1');
    expect((await there.get('/v2/app/manifests/v1')).status).toBe(404);
    expect(String(client.ecr.explain('app:v1', dr).text)).toContain('ecr:ReplicateImage');
  });
});

describe('V106 a repository is made by a push', () => {
  const template = (client: RegistryClient) =>
    client.sdk.send(
      new CreateRepositoryCreationTemplateCommand({
        prefix: 'team',
        appliedFor: ['CREATE_ON_PUSH'],
        imageTagMutability: 'IMMUTABLE',
      }),
    );

  test('if a template covers it, and it stays', async () => {
    const client = await openRegistry();
    await template(client);
    expect((await client.head('/v2/team/app/manifests/v1')).status).toBe(404);
    expect((await client.send('POST', '/v2/team/app/blobs/uploads/')).status).toBe(202);
    const { repositories } = await client.sdk.send(
      new DescribeRepositoriesCommand({ repositoryNames: ['team/app'] }),
    );
    expect(repositories).toMatchObject([{ imageTagMutability: 'IMMUTABLE' }]);
  });

  test('to any repository, by the specification', async () => {
    const client = await openRegistry({ registry: 'spec', repositories: [] });
    expect((await client.head(`/v2/new/blobs/${sha256('hello')}`)).status).toBe(404);
    await client.image('new', 'v1');
    expect((await client.get('/v2/new/tags/list')).text).toBe('{"name":"new","tags":["v1"]}');
  });
});

test('V107 quotas hold here', async () => {
  const full = await openRegistry({ world: { limits: { imagesPerRepository: 1 } } });
  const { manifest } = await full.image('app', 'v1');
  const layer = await full.blob('app', 'other');
  const second = JSON.stringify(manifestOf(layer, 5, layer));
  expect(refused(await full.put('app', 'v2', second)).slice(0, 2)).toEqual([403, 'DENIED']);
  const tagged = await openRegistry({ world: { limits: { tagsPerImage: 1, layersPerImage: 1 } } });
  await tagged.image('app', 'v1');
  expect(refused(await tagged.put('app', 'v2', manifest)).slice(0, 2)).toEqual([403, 'DENIED']);
  const two = { layers: [1, 2].map(() => ({ mediaType: 'a/b', digest: sha256('hello'), size: 5 })) };
  const many = JSON.stringify(manifestOf(sha256('hello'), 5, sha256('hello'), two));
  const [status, , text] = refused(await tagged.put('app', 'v3', many));
  expect([status, text]).toEqual([
    405,
    expect.stringContaining('Limit on number of layers per image exceeded'),
  ]);
});

describe('V108 V109 V110 a pull-through cache', () => {
  const rule = (client: RegistryClient) =>
    client.sdk.send(
      new CreatePullThroughCacheRuleCommand({ ecrRepositoryPrefix: 'quay', upstreamRegistryUrl: 'quay.io' }),
    );

  test('is filled by a pull of a tag', async () => {
    const client = await openRegistry();
    await rule(client);
    client.ecr.upstream('quay').push('team/app:v1', image('one'));
    const { layer } = { layer: image('one').blobs[1]?.digest ?? '' };
    expect((await client.get(`/v2/quay/team/app/blobs/${layer}`)).status).toBe(404);
    expect((await client.get('/v2/quay/team/app/manifests/v1')).text).toBe(image('one').manifest);
    const { repositories } = await client.sdk.send(new DescribeRepositoriesCommand({}));
    expect(repositories?.map(({ repositoryName }) => repositoryName)).toContain('quay/team/app');
  });

  test('V108 whose upstream refuses says so', async () => {
    const client = await openRegistry();
    await rule(client);
    client.ecr.upstream('quay').fail('UpstreamAccessDenied');
    const denied = refused(await client.get('/v2/quay/team/app/manifests/v1'));
    expect(denied.slice(0, 2)).toEqual([403, 'DENIED']);
    client.ecr.upstream('quay').fail('UpstreamUnavailable');
    expect((await client.get('/v2/quay/team/app/manifests/v1')).status).toBe(404);
  });

  test('V126 from a registry of this world serves its bytes', async () => {
    const client = await openRegistry();
    const { manifest, layer } = await client.image('app', 'v1');
    const there = await clientOf(client, ACCOUNT, 'eu-west-1');
    await there.sdk.send(
      new CreatePullThroughCacheRuleCommand({
        ecrRepositoryPrefix: 'cache',
        upstreamRegistryUrl: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`,
      }),
    );
    expect((await there.get('/v2/cache/app/manifests/v1')).text).toBe(manifest);
    await client.sdk.send(new DeleteRepositoryCommand({ repositoryName: 'app', force: true }));
    expect((await there.follow(await there.get(`/v2/cache/app/blobs/${layer}`))).text).toBe('hello');
  });
});

describe('V112 V113 V114 permissions', () => {
  const PUSH = [
    'BatchCheckLayerAvailability',
    'InitiateLayerUpload',
    'UploadLayerPart',
    'CompleteLayerUpload',
    'PutImage',
  ];
  const policyOf = (actions: readonly string[]) => ({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['ecr:GetAuthorizationToken', ...actions.map((one) => `ecr:${one}`)],
        Resource: '*',
      },
    ],
  });

  async function pusher(missing: string): Promise<{ client: RegistryClient; end: () => void }> {
    const ecr = fakeEcr({ now: START });
    const client = await openRegistry({ ecr });
    const allowed = [...PUSH, 'BatchGetImage'].filter((action) => action !== missing);
    const principal = ecr.principal(`arn:aws:iam::${ACCOUNT}:role/ci`, { policies: [policyOf(allowed)] });
    client.token = await tokenOf(principal.client(REGION));
    return { client, end: () => ecr.restore() };
  }

  test.each(PUSH)('V113 a push without ecr:%s fails at its step', async (action) => {
    const { client, end } = await pusher(action);
    const at = pathOfUpload(await client.send('POST', '/v2/app/blobs/uploads/'));
    const blob = await client.head(`/v2/app/blobs/${sha256('hello')}`);
    const patch = await client.send('PATCH', at, { body: 'hello' });
    const put = await client.send('PUT', `${at}?digest=${sha256('hello')}`);
    const manifest = JSON.stringify(manifestOf(sha256('hello'), 5, sha256('hello')));
    const image_ = await client.put('app', 'v1', manifest);
    end();
    const steps = {
      BatchCheckLayerAvailability: blob,
      UploadLayerPart: patch,
      CompleteLayerUpload: put,
      PutImage: image_,
    };
    if (action === 'BatchCheckLayerAvailability') expect([blob.status, blob.text]).toEqual([403, '']);
    else if (action in steps) {
      expect(refused(steps[action as keyof typeof steps])).toEqual([
        403,
        'DENIED',
        `User: arn:aws:sts::${ACCOUNT}:assumed-role/ci/fake-ecr is not authorized to perform: ecr:${action} on resource: arn:aws:ecr:${REGION}:${ACCOUNT}:repository/app because no identity-based policy allows the ecr:${action} action`,
      ]);
    } else expect(at).toBe('');
  });

  test('V113 the push policy of the user guide suffices', async () => {
    const { client, end } = await pusher('nothing');
    await dockerPush(client);
    expect((await client.get('/v2/app/manifests/v1')).status).toBe(200);
    end();
  });

  test('V112 V114 another account is let in by a policy, and learns nothing without', async () => {
    const client = await openRegistry();
    const { manifest } = await client.image('app', 'v1');
    const token = await tokenOf(sdkOf(client.server, OTHER, REGION));
    for (const name of ['app', 'missing']) {
      expect(refused(await client.get(`/v2/${name}/manifests/v1`, { token }))).toEqual([
        403,
        'DENIED',
        `User: arn:aws:iam::${OTHER}:user/fake-ecr is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${name} because no resource-based policy allows the ecr:BatchGetImage action`,
      ]);
    }
    const statement = { Effect: 'Allow', Principal: { AWS: OTHER }, Action: 'ecr:BatchGetImage' };
    await client.sdk.send(
      new SetRepositoryPolicyCommand({
        repositoryName: 'app',
        policyText: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
      }),
    );
    expect((await client.get('/v2/app/manifests/v1', { token })).text).toBe(manifest);
  });

  test('V115 V116 a later denial does not hinder the token, and there is no source address', async () => {
    const client = await openRegistry();
    await client.image('app', 'v1');
    const statement = {
      Effect: 'Deny',
      Principal: '*',
      Action: 'ecr:*',
      Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } },
    };
    const deny = { Effect: 'Deny', Principal: '*', Action: 'ecr:GetAuthorizationToken' };
    await client.sdk.send(
      new SetRepositoryPolicyCommand({
        repositoryName: 'app',
        policyText: JSON.stringify({ Version: '2012-10-17', Statement: [statement, deny] }),
      }),
    );
    expect((await client.get('/v2/app/manifests/v1')).status).toBe(200);
  });
});

test('V117 a Region that is disabled, or down', async () => {
  const client = await openRegistry();
  const outage = client.ecr.outage(REGION);
  expect(refused(await client.get('/v2/app/tags/list')).slice(0, 2)).toEqual([503, 'UNKNOWN']);
  outage.end();
  client.ecr.account(ACCOUNT).disableRegion(REGION);
  expect(refused(await client.get('/v2/app/tags/list'))).toEqual([
    403,
    'DENIED',
    'The security token included in the request is invalid.',
  ]);
});

test('V118 a token is judged before faults, and the body of a refused request is read all the same', async () => {
  const client = await openRegistry();
  client.ecr.fail('PutImage').with('ThrottlingException').always();
  client.ecr.clock.advance(12 * 3_600_000);
  const large = Buffer.alloc(8 * 1024 ** 2);
  const answer = await client.put('missing', 'v1', large);
  expect(refused(answer)).toEqual([
    403,
    'DENIED',
    'Your authorization token has expired. Reauthenticate and try again.',
  ]);
});

test('V119 V121 work that has fallen due is done before a request', async () => {
  const client = await openRegistry();
  const { digest, layer } = await client.image('app', 'v1');
  await client.send('DELETE', '/v2/app/manifests/v1');
  const { manifest } = await client.image('app', 'v2');
  expect(sha256(manifest)).toBe(digest);
  const rule = {
    rulePriority: 1,
    selection: { tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 1 },
    action: { type: 'expire' },
  };
  await client.sdk.send(
    new PutLifecyclePolicyCommand({
      repositoryName: 'app',
      lifecyclePolicyText: JSON.stringify({ rules: [rule] }),
    }),
  );
  client.ecr.clock.advance(30 * 86_400_000);
  await client.logIn();
  expect((await client.get('/v2/app/manifests/v2')).status).toBe(404);
  expect((await client.head(`/v2/app/blobs/${layer}`)).status).toBe(200);
});

function pathOfUpload({ headers }: { headers: Readonly<Record<string, string | undefined>> }): string {
  return (headers['location'] ?? '').replace(/^https?:\/\/[^/]+/, '');
}

/** The way in: what is logged, in which order things are judged, and what a fault does. */
import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRegistryCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { Failure } from '../../src/aws/failure.js';
import { simulationOf } from '../../src/fake/simulation-of.js';
import { expectUnused } from '../../src/index.js';
import type { Context } from '../../src/operations/context.js';
import { operations } from '../../src/operations/index.js';
import { Faults } from '../../src/service/faults.js';
import { refusal } from '../support/refusal.js';
import { OTHER, SOURCE, START, grant, putPolicy, putRules, scene, to } from '../support/scene.js';
import { INSIDE } from '../../src/lib/handle-kind.js';

const ROLE = `arn:aws:iam::${SOURCE}:role/ci`;
const APP = `arn:aws:ecr:us-west-2:${SOURCE}:repository/app`;
let ecr: ReturnType<typeof scene>;
let client: ECRClient;

function start(options: Parameters<typeof scene>[0] = {}): void {
  ecr = scene(options);
  client = ecr.client(SOURCE, 'us-west-2');
  ecr.registry(SOURCE, 'us-west-2').createRepository('app');
}

beforeEach(() => start());

const describe_ = (by = client) => by.send(new DescribeRepositoriesCommand({}));
const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;

describe('the call log', () => {
  test('has all of a call', async () => {
    const { $metadata } = await describe_();
    await refusal(client.send(new DescribeImagesCommand({ repositoryName: 'nope' })));
    expect(ecr.calls).toEqual([
      {
        sequence: 1,
        time: START,
        accountId: SOURCE,
        region: 'us-west-2',
        principal: `arn:aws:iam::${SOURCE}:user/fake-ecr`,
        operation: 'DescribeRepositories',
        requestId: $metadata.requestId,
        outcome: 'success',
        input: {},
      },
      expect.objectContaining({
        sequence: 2,
        requestId: uuid,
        outcome: 'RepositoryNotFoundException',
        errorMessage: expect.stringContaining("'nope'") as string,
        input: { repositoryName: 'nope' },
      }),
    ]);
  });

  test('leaves out the bytes of layers', async () => {
    const upload = { repositoryName: 'app', uploadId: 'x', partFirstByte: 0, partLastByte: 0 };
    await refusal(client.send(new UploadLayerPartCommand({ ...upload, layerPartBlob: new Uint8Array(1) })));
    expect(ecr.calls[0]?.input).toEqual(upload);
  });

  test('has the calls that ECR makes itself at a destination', async () => {
    const role = `arn:aws:iam::${SOURCE}:role/aws-service-role/replication.ecr.amazonaws.com/AWSServiceRoleForECRReplication`;
    const at = (region: string, account = SOURCE) =>
      ecr.calls
        .filter((call) => call.region === region && call.accountId === account && call.principal === role)
        .map(({ operation, outcome, input, time }) => [operation, outcome, input, time]);
    await putRules(client, [{ destinations: [to(SOURCE, 'us-east-1'), to(OTHER, 'eu-west-1')] }]);
    const registry = ecr.registry(SOURCE, 'us-west-2').push('app:v1');
    const imageDigest = registry.repository('app').images[0]?.digest;
    const image = { repositoryName: 'app', imageDigest, imageTag: 'v1' };
    expect(at('us-east-1')).toEqual([
      ['CreateRepository', 'success', { repositoryName: 'app' }, START],
      ['ReplicateImage', 'success', image, START],
    ]);
    expect(at('eu-west-1', OTHER)).toEqual([['ReplicateImage', 'AccessDeniedException', image, START]]);
    const policy = grant({ account: OTHER, region: 'eu-west-1' }, { Action: 'ecr:ReplicateImage' });
    await putPolicy(ecr.client(OTHER, 'eu-west-1'), policy);
    registry.push('app');
    const untagged = registry.repository('app').images[1]?.digest;
    expect(at('us-east-1').slice(2)).toEqual([
      ['ReplicateImage', 'success', { repositoryName: 'app', imageDigest: untagged }, START],
    ]);
    expect(at('eu-west-1', OTHER).slice(1)).toEqual([
      ['CreateRepository', 'AccessDeniedException', { repositoryName: 'app' }, START],
    ]);
  });

  test('has no such calls for deletions', async () => {
    const rule = { destinations: [to(SOURCE, 'us-east-1')], deleteReplication: { enabled: true } };
    await putRules(client, [rule]);
    const repository = ecr.registry(SOURCE, 'us-west-2').push('app:v1').repository('app');
    const before = ecr.calls.length;
    repository.remove('v1');
    expect(ecr.calls).toHaveLength(before);
  });
});

describe('the order of judgement', () => {
  const expired = { accountId: SOURCE, arn: `arn:aws:sts::${SOURCE}:assumed-role/ci/x`, expiresAt: START };

  test('an expired token, then the constraints, then the Region, then permission', async () => {
    const over = ecr.bind(ecr.client(SOURCE, 'us-west-2'), { principal: { caller: expired } });
    const bad = () => new DescribeImagesCommand({ repositoryName: 'NO' });
    expect((await refusal(over.send(bad()))).name).toBe('ExpiredTokenException');
    const nobody = ecr.principal(ROLE, { policies: [] }).client('us-west-2');
    expect((await refusal(nobody.send(bad()))).name).toBe('InvalidParameterException');
    ecr.account(SOURCE).disableRegion('us-west-2');
    expect((await refusal(nobody.send(bad()))).name).toBe('InvalidParameterException');
    expect((await refusal(describe_(nobody))).name).toBe('UnrecognizedClientException');
    ecr.account(SOURCE).enableRegion('us-west-2');
    expect((await refusal(describe_(nobody))).name).toBe('AccessDeniedException');
  });

  test('a fault comes before all of it, and an outage before every fault', async () => {
    ecr.fail('*').with('ThrottlingException').always();
    const call = client.send(new DescribeImagesCommand({ repositoryName: 'NO' }));
    expect((await refusal(call)).name).toBe('ThrottlingException');
    const outage = ecr.outage('us-west-2');
    expect(await refusal(describe_())).toEqual({
      name: 'ServiceUnavailableException',
      message: 'Service is unable to handle request.',
    });
    outage.end();
    outage.end();
    expect((await refusal(describe_())).name).toBe('ThrottlingException');
  });

  test('faults are used up, oldest first, each as often as it was told', async () => {
    ecr.fail('DescribeRepositories').with('ServerException').times(2);
    ecr.fail('DescribeRepositories').with('InvalidParameterException', 'third').once();
    const names = [];
    for (let count = 0; count < 3; count += 1) names.push(await refusal(describe_()));
    expect(names).toEqual([
      { name: 'ServerException', message: 'Internal failure' },
      { name: 'ServerException', message: 'Internal failure' },
      { name: 'InvalidParameterException', message: 'third' },
    ]);
    expect((await describe_()).repositories).toHaveLength(1);
    expect(() => ecr.fail('*').with('ServerException').times(0)).toThrow(
      '[fake-ecr] times(0) was called. Expected a whole number of at least 1.',
    );
  });

  test('a delay lets what falls due meanwhile happen before the answer', async () => {
    start({ replication: { latency: 1000 } });
    const east = ecr.registry(SOURCE, 'us-east-1');
    ecr.registry(SOURCE, 'us-west-2').replicateTo(east).push('app:v1');
    expect(east.repository('app').exists).toBe(false);
    ecr.delay('DescribeRepositories', 1000, { region: 'us-east-1' }).once();
    expect((await describe_(ecr.client(SOURCE, 'us-east-1'))).repositories).toHaveLength(1);
  });
});

describe('permission', () => {
  const allowing = (Resource: string | string[], Action = 'ecr:*', more: object = {}) =>
    ecr
      .principal(ROLE, {
        policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource, ...more }] }],
      })
      .client('us-west-2');
  const name = (call: Promise<unknown>) =>
    call.then(
      () => 'allowed',
      (error: Error) => error.name,
    );

  test('is asked for on the repository, on all repositories, or on nothing in particular', async () => {
    const narrow = allowing(APP);
    expect(await name(narrow.send(new DescribeImagesCommand({ repositoryName: 'app' })))).toBe('allowed');
    const named = new DescribeRepositoriesCommand({ repositoryNames: ['app'] });
    expect(await name(narrow.send(named))).toBe('allowed');
    expect((await refusal(describe_(narrow))).message).toContain(
      `on resource: arn:aws:ecr:us-west-2:${SOURCE}:repository/* because`,
    );
    expect((await refusal(narrow.send(new DescribeRegistryCommand({})))).message).toContain(
      'on resource: * because',
    );
    const all = allowing(`arn:aws:ecr:us-west-2:${SOURCE}:repository/*`);
    expect(await name(describe_(all))).toBe('allowed');
  });

  test('on what an ARN names', async () => {
    const narrow = allowing(APP);
    const tags = (resourceArn: string) => narrow.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(await name(tags(APP))).toBe('allowed');
    expect(await refusal(tags(`${APP}-2`))).toEqual({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`on resource: ${APP}-2 because`) as string,
    });
    ecr
      .registry(SOURCE, 'us-west-2')
      .repository('app')
      .setPolicy({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Principal: '*', Action: 'ecr:ListTagsForResource' }],
      });
    expect((await refusal(tags(APP))).message).toContain('explicit deny in a resource-based policy');
  });

  test('on what an ARN of another account names', async () => {
    ecr.registry(OTHER, 'us-west-2').createRepository('app');
    const resourceArn = APP.replace(SOURCE, OTHER);
    const tags = () => client.send(new ListTagsForResourceCommand({ resourceArn }));
    expect((await refusal(tags())).message).toContain(
      `on resource: ${resourceArn} because no resource-based policy allows`,
    );
    ecr
      .registry(OTHER, 'us-west-2')
      .repository('app')
      .setPolicy({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: SOURCE }, Action: 'ecr:ListTagsForResource' }],
      });
    expect(await name(tags())).not.toBe('AccessDeniedException');
  });

  test('of an administrator is not asked for, unless a policy of the resource could deny', async () => {
    ecr.registry(SOURCE, 'us-west-2').setPolicy({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 'ecr:DescribeImages', Resource: '*' }],
    });
    expect(await name(client.send(new DescribeImagesCommand({ repositoryName: 'app' })))).toBe(
      'AccessDeniedException',
    );
    expect(await name(describe_())).toBe('allowed');
  });

  test('in another account is asked of its registry', async () => {
    const input = { repositoryName: 'app', registryId: OTHER, imageIds: [{ imageTag: 'v1' }] };
    expect((await refusal(client.send(new BatchGetImageCommand(input)))).message).toContain(
      `on resource: arn:aws:ecr:us-west-2:${OTHER}:repository/app because no resource-based policy`,
    );
  });

  test('knows the tags that a request sets, and the keys that it removes', async () => {
    const by = (Condition: object) => allowing('*', 'ecr:*', { Condition });
    const keys = by({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'team' } });
    const tagging = (Key: string) =>
      new TagResourceCommand({ resourceArn: APP, tags: [{ Key, Value: 'a' }] });
    expect(await name(keys.send(tagging('team')))).toBe('allowed');
    expect(await name(keys.send(tagging('other')))).toBe('AccessDeniedException');
    const untag = (key: string) => new UntagResourceCommand({ resourceArn: APP, tagKeys: [key] });
    expect(await name(keys.send(untag('team')))).toBe('allowed');
    expect(await name(keys.send(untag('other')))).toBe('AccessDeniedException');
    const set = by({ Null: { 'aws:RequestTag/team': 'true' } });
    expect(await name(set.send(untag('team')))).toBe('allowed');
    expect(await name(set.send(tagging('team')))).toBe('AccessDeniedException');
    const untagged = by({ Null: { 'aws:TagKeys': 'true' } });
    expect(await name(untagged.send(new CreateRepositoryCommand({ repositoryName: 'plain' })))).toBe(
      'allowed',
    );
  });
});

test('a reset forgets calls, faults, time and work', async () => {
  start({ replication: 'manual' });
  ecr.registry(SOURCE, 'us-west-2').replicateTo(ecr.registry(SOURCE, 'us-east-1')).push('app:v1');
  ecr.clock.advance(1000);
  ecr.outage('us-west-2');
  await refusal(describe_());
  ecr.reset();
  expect(ecr.calls).toEqual([]);
  expect(ecr.pending()).toEqual([]);
  expect(ecr.events).toEqual([]);
  expect(ecr.clock.now().getTime()).toBe(START);
  expect((await describe_()).repositories).toEqual([]);
});

describe('unknown operations, and operations that break the rules of the service', () => {
  const dispatch = (name: string, input: object = {}) => {
    const { service: model, callers } = simulationOf(ecr);
    return model.dispatch(name, input, { caller: callers.administrator(SOURCE), region: 'us-west-2' });
  };

  test('an operation that this version does not know', () => {
    expect(() => dispatch('FlyToTheMoon')).toThrow(
      '[fake-ecr] FlyToTheMoon is not an operation of ECR that this version knows. Stub it with ecr.mock.on(…) or update fake-ecr.',
    );
  });

  test('a refusal after a change', () => {
    const handle = jest.spyOn(operations.DescribeRegistry, 'handle');
    handle.mockImplementation((_input: unknown, context: Context) => {
      const repository = ecr.registry(SOURCE, 'us-west-2').repository('app')[INSIDE].repository();
      context.emit({ type: 'lifecycle-policy-put', repository });
      return new Failure('ServerException');
    });
    try {
      expect(() => dispatch('DescribeRegistry')).toThrow(
        'DescribeRegistry refused after it had changed the world: ServerException',
      );
    } finally {
      handle.mockRestore();
    }
  });

  test('a message if a refusal has none', () => {
    dispatch('DescribeRepositories', { repositoryNames: 5 });
    expect(ecr.calls[0]).not.toHaveProperty('errorMessage');
    expect(ecr.calls[0]?.outcome).toBe('SerializationException');
  });
});

describe('work that is to fail', () => {
  test('is told by its kind and its repository, each as often as it was told', () => {
    const faults = new Faults();
    const repository = ecr.registry(SOURCE, 'us-west-2').repository('app')[INSIDE].repository();
    faults.failWork('scan', 'other', { code: 'FAILED' }).once();
    faults.failWork('scan', 'app', { code: 'UNSUPPORTED_IMAGE' }).times(1);
    faults.failWork('signing', undefined, { code: 'C' }).always();
    faults.failWork('scan', undefined, { code: 'FINDINGS_UNAVAILABLE' }).once();
    expect(faults.take('lifecycle-preview', repository)).toBeUndefined();
    expect(faults.take('scan', repository)).toEqual({ code: 'UNSUPPORTED_IMAGE' });
    expect(faults.take('scan', undefined)).toEqual({ code: 'FINDINGS_UNAVAILABLE' });
    expect(faults.take('scan', repository)).toBeUndefined();
    for (let count = 0; count < 3; count += 1) {
      expect(faults.take('signing', repository)).toEqual({ code: 'C' });
    }
  });

  test('calls fail by their operation', async () => {
    ecr.fail('PutImage').with('ThrottlingException').always();
    expect((await describe_()).repositories).toHaveLength(1);
    expectUnused(ecr);
  });
});

import {
  BatchGetRepositoryScanningConfigurationCommand,
  type ECRClient,
  GetRegistryScanningConfigurationCommand,
  PutImageScanningConfigurationCommand,
  PutRegistryScanningConfigurationCommand,
  type PutRegistryScanningConfigurationRequest,
} from '@aws-sdk/client-ecr';
import { body, refusal } from '../../support/refusal.js';
import { scene } from '../../support/scene.js';

const OWN = '111122223333';
let ecr: ReturnType<typeof scene>;
let client: ECRClient;

beforeEach(() => {
  ecr = scene();
  client = ecr.client(OWN, 'us-east-1');
});

type Frequency = 'SCAN_ON_PUSH' | 'CONTINUOUS_SCAN' | 'MANUAL';
const rule = (scanFrequency: Frequency, ...filters: string[]) => ({
  scanFrequency,
  repositoryFilters: filters.map((filter) => ({ filter, filterType: 'WILDCARD' as const })),
});
const put = (input: PutRegistryScanningConfigurationRequest) =>
  client.send(new PutRegistryScanningConfigurationCommand(input));
const get = async () => body(await client.send(new GetRegistryScanningConfigurationCommand({})));
const batchGet = (...repositoryNames: string[]) =>
  client.send(new BatchGetRepositoryScanningConfigurationCommand({ repositoryNames }));

/** Which of some repositories a filter selects for scans on push. */
async function selected(filter: string, ...names: string[]): Promise<string[]> {
  for (const name of names) ecr.registry(OWN, 'us-east-1').createRepository(name);
  await put({ scanType: 'BASIC', rules: [rule('SCAN_ON_PUSH', filter)] });
  const { scanningConfigurations = [] } = await batchGet(...names);
  return scanningConfigurations
    .filter((one) => one.scanFrequency === 'SCAN_ON_PUSH')
    .map((one) => one.repositoryName as string);
}

describe('shape', () => {
  test('S1 the default is basic, without rules', async () => {
    expect(await get()).toEqual({
      registryId: OWN,
      scanningConfiguration: { scanType: 'BASIC', rules: [] },
    });
  });

  test('Put echoes, and Get answers the same', async () => {
    const given = { scanType: 'BASIC' as const, rules: [rule('SCAN_ON_PUSH', 'prod*', 'x')] };
    expect(body(await put(given))).toEqual({ registryScanningConfiguration: given });
    expect((await get()).scanningConfiguration).toEqual(given);
  });

  test('settings that Put is not given stay, and a type without rules has none', async () => {
    const rules = [rule('SCAN_ON_PUSH', 'prod*')];
    await put({ scanType: 'BASIC', rules });
    await put({});
    expect((await get()).scanningConfiguration).toEqual({ scanType: 'BASIC', rules });
    await put({ scanType: 'BASIC' });
    expect((await get()).scanningConfiguration).toEqual({ scanType: 'BASIC', rules: [] });
  });

  test('enhanced scanning without rules watches everything', async () => {
    await put({ scanType: 'ENHANCED' });
    expect((await get()).scanningConfiguration).toEqual({
      scanType: 'ENHANCED',
      rules: [rule('CONTINUOUS_SCAN', '*')],
    });
  });

  test('S9 an unknown name is a failure, the others are answered', async () => {
    ecr.registry(OWN, 'us-east-1').createRepository('app', { scanOnPush: true });
    expect(body(await batchGet('app', 'nope'))).toEqual({
      scanningConfigurations: [
        {
          repositoryArn: `arn:aws:ecr:us-east-1:${OWN}:repository/app`,
          repositoryName: 'app',
          scanOnPush: true,
          scanFrequency: 'SCAN_ON_PUSH',
          appliedScanFilters: [],
        },
      ],
      failures: [
        {
          repositoryName: 'nope',
          failureCode: 'REPOSITORY_NOT_FOUND',
          failureReason: 'REPOSITORY_NOT_FOUND',
        },
      ],
    });
  });
});

describe('rules', () => {
  test('S2 continuous scans are not for basic scanning', async () => {
    const call = put({ scanType: 'BASIC', rules: [rule('CONTINUOUS_SCAN', '*')] });
    expect(await refusal(call)).toEqual({
      name: 'InvalidParameterException',
      message:
        "Invalid parameter failed to satisfy constraint: 'Invalid scan frequency for scanType BASIC: CONTINUOUS_SCAN'",
    });
    expect((await get()).scanningConfiguration?.rules).toEqual([]);
  });

  test.each([
    ['BASIC', 'MANUAL'],
    ['ENHANCED', 'MANUAL'],
  ] as const)('S2 rules of type %s do not ask for %s', async (scanType, frequency) => {
    expect(await refusal(put({ scanType, rules: [rule(frequency, '*')] }))).toEqual({
      name: 'InvalidParameterException',
      message: `Invalid parameter failed to satisfy constraint: 'Invalid scan frequency for scanType ${scanType}: ${frequency}'`,
    });
  });

  test('S3 a frequency has one rule', async () => {
    const call = put({ scanType: 'BASIC', rules: [rule('SCAN_ON_PUSH', 'a'), rule('SCAN_ON_PUSH', 'b')] });
    const { name, message } = await refusal(call);
    expect(name).toBe('InvalidParameterException');
    expect(message).toContain('Invalid input. Contains duplicate scan frequencies: [SCAN_ON_PUSH]');
    expect((await get()).scanningConfiguration?.rules).toEqual([]);
  });

  test('S4 there are at most two rules', async () => {
    const rules = [rule('SCAN_ON_PUSH', 'a'), rule('CONTINUOUS_SCAN', 'b'), rule('MANUAL', 'c')];
    expect((await refusal(put({ scanType: 'ENHANCED', rules }))).name).toBe('InvalidParameterException');
    expect((await put({ scanType: 'ENHANCED', rules: rules.slice(0, 2) })).$metadata.httpStatusCode).toBe(
      200,
    );
  });

  test('S10 at most 25 names', async () => {
    const names = Array.from({ length: 26 }, (_, index) => `repo-${index}`);
    expect((await refusal(batchGet(...names))).name).toBe('InvalidParameterException');
    expect((await batchGet(...names.slice(1))).failures).toHaveLength(25);
  });

  test('an organization that manages scanning blocks changes, if the test says so', async () => {
    ecr.fail('PutRegistryScanningConfiguration').with('BlockedByOrganizationPolicyException').once();
    expect((await refusal(put({ scanType: 'BASIC' }))).name).toBe('BlockedByOrganizationPolicyException');
  });
});

describe('effects', () => {
  test('S5 without a wildcard a filter matches anywhere, with one it describes the whole name', async () => {
    expect(await selected('prod', 'repo-prod-repo', 'other')).toEqual(['repo-prod-repo']);
    expect(await selected('prod*', 'prod', 'prod-repo', 'prodrepo', 'a-prod')).toEqual([
      'prod',
      'prod-repo',
      'prodrepo',
    ]);
  });

  test('S5 a wildcard in front', async () => {
    expect(await selected('*prod', 'prod', 'repo-prod', 'prod-repo')).toEqual(['prod', 'repo-prod']);
  });

  test('S5 S7 the filters of a continuous rule are the same', async () => {
    for (const name of ['repo-prod-repo', 'prod/app', 'other']) {
      ecr.registry(OWN, 'us-east-1').createRepository(name);
    }
    await put({
      scanType: 'ENHANCED',
      rules: [rule('CONTINUOUS_SCAN', 'prod'), rule('SCAN_ON_PUSH', 'o*r')],
    });
    const { scanningConfigurations } = await batchGet('repo-prod-repo', 'prod/app', 'other');
    expect(scanningConfigurations?.map((one) => one.scanFrequency)).toEqual([
      'CONTINUOUS_SCAN',
      'CONTINUOUS_SCAN',
      'SCAN_ON_PUSH',
    ]);
  });

  test.each([true, false])('D38 scanOnPush is the flag of the repository: %s', async (scanOnPush) => {
    ecr.registry(OWN, 'us-east-1').createRepository('app', { scanOnPush });
    for (const scanFrequency of ['CONTINUOUS_SCAN', 'SCAN_ON_PUSH'] as const) {
      await put({ scanType: 'ENHANCED', rules: [rule(scanFrequency, '*')] });
      expect((await batchGet('app')).scanningConfigurations).toMatchObject([{ scanFrequency, scanOnPush }]);
    }
  });

  test('the last filter that matches is shown', async () => {
    ecr.registry(OWN, 'us-east-1').createRepository('prod/app');
    await put({ scanType: 'BASIC', rules: [rule('SCAN_ON_PUSH', '*', 'prod', 'x')] });
    expect((await batchGet('prod/app')).scanningConfigurations).toMatchObject([
      {
        scanOnPush: false,
        scanFrequency: 'SCAN_ON_PUSH',
        appliedScanFilters: [{ filter: 'prod', filterType: 'WILDCARD' }],
      },
    ]);
  });

  test('S6 a wildcard in the middle', async () => {
    expect(await selected('prod*repo', 'prod-repo', 'prodrepo', 'prod')).toEqual(['prod-repo', 'prodrepo']);
  });

  test('S7 a wildcard crosses slashes', async () => {
    expect(await selected('team*app', 'team/one/app', 'team/one/apps')).toEqual(['team/one/app']);
  });

  test('S8 continuous scans go before scans on push', async () => {
    ecr.registry(OWN, 'us-east-1').createRepository('app').createRepository('other');
    await put({ scanType: 'ENHANCED', rules: [rule('SCAN_ON_PUSH', '*'), rule('CONTINUOUS_SCAN', 'app')] });
    const { scanningConfigurations } = await batchGet('app', 'other');
    expect(scanningConfigurations?.map((one) => one.scanFrequency)).toEqual([
      'CONTINUOUS_SCAN',
      'SCAN_ON_PUSH',
    ]);
  });

  test('a flag of the repository counts under basic scanning only', async () => {
    ecr.registry(OWN, 'us-east-1').createRepository('app');
    const imageScanningConfiguration = { scanOnPush: true };
    await client.send(
      new PutImageScanningConfigurationCommand({ repositoryName: 'app', imageScanningConfiguration }),
    );
    const frequency = async () => (await batchGet('app')).scanningConfigurations?.[0]?.scanFrequency;
    expect(await frequency()).toBe('SCAN_ON_PUSH');
    await put({ scanType: 'ENHANCED', rules: [rule('SCAN_ON_PUSH', 'other')] });
    expect(await frequency()).toBe('MANUAL');
  });

  test('a configuration of a repository that does not say so takes the flag away', async () => {
    ecr.registry(OWN, 'us-east-1').createRepository('app', { scanOnPush: true });
    const answer = await client.send(
      new PutImageScanningConfigurationCommand({ repositoryName: 'app', imageScanningConfiguration: {} }),
    );
    expect(answer.imageScanningConfiguration).toEqual({ scanOnPush: false });
    expect((await batchGet('app')).scanningConfigurations?.[0]?.scanFrequency).toBe('MANUAL');
  });

  test('a configuration belongs to one Region', async () => {
    await put({ scanType: 'ENHANCED' });
    client = ecr.client(OWN, 'us-west-2');
    expect((await get()).scanningConfiguration?.scanType).toBe('BASIC');
  });

  test('under basic scanning a changed rhythm raises none', async () => {
    ecr.registry(OWN, 'us-east-1').createRepository('app');
    await put({ scanType: 'BASIC', rules: [rule('SCAN_ON_PUSH', '*')] });
    expect(ecr.events).toEqual([]);
  });

  test('under enhanced scanning a changed rhythm raises an event', async () => {
    ecr.registry(OWN, 'us-east-1').createRepository('app').createRepository('other');
    await put({ scanType: 'ENHANCED', rules: [rule('CONTINUOUS_SCAN', 'app')] });
    await put({ scanType: 'ENHANCED', rules: [rule('CONTINUOUS_SCAN', 'app')] });
    const changes = ecr.events.filter((event) => event['detail-type'] === 'ECR Scan Resource Change');
    expect(changes.map((event) => event.detail)).toEqual([
      {
        'action-type': 'SCAN_FREQUENCY_CHANGE',
        repositories: [
          {
            'repository-name': 'app',
            'repository-arn': `arn:aws:ecr:us-east-1:${OWN}:repository/app`,
            'scan-frequency': 'CONTINUOUS_SCAN',
            'previous-scan-frequency': 'MANUAL',
          },
        ],
        'resource-type': 'REPOSITORY',
        'scan-type': 'ENHANCED',
      },
    ]);
  });
});

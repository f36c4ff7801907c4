import type { Bench } from '../bench.js';
import type { PlaceName } from '../place.js';
import { type Probe, assumed, chosen, known } from '../probe.js';

const filtered = (filter: string) => [{ filter, filterType: 'PREFIX_MATCH' as const }];

/** Refusals change nothing; if ECR accepts what is expected to be refused, the rules are put back. */
async function refusal(bench: Bench, ...rules: readonly object[]) {
  const attempt = await bench.attempt('PutReplicationConfiguration', { replicationConfiguration: { rules } });
  return 'refused' in attempt ? attempt : 'answered';
}
const to = (registryId: string, region: string) => ({ registryId, region });

/** A rule for the repositories of this probe, and what is at the destination of a push by it. */
async function replicateTo(bench: Bench, place: PlaceName, ...names: readonly string[]): Promise<void> {
  const { account, region } = bench.place(place);
  for (const name of names) bench.expectRepository(name, place);
  await bench.addRules({
    destinations: [to(account, region)],
    repositoryFilters: filtered(bench.name('')),
  });
}

/** The status of a replication once it is over. */
async function statusOf(bench: Bench, repositoryName: string, imageTag: string) {
  const { replicationStatuses = [] } = await bench.until(
    () => bench.call('DescribeImageReplicationStatus', { repositoryName, imageId: { imageTag } }),
    ({ replicationStatuses: all = [] }) =>
      all.length > 0 && all.every(({ status }) => status !== 'IN_PROGRESS'),
  );
  return replicationStatuses.filter(({ region }) => region !== undefined);
}

/** Replication: what a configuration is refused for, and what arrives elsewhere. */
export const REPLICATION_PROBES: readonly Probe[] = [
  known(
    'R6',
    'the own registry is not a destination',
    (bench) => refusal(bench, { destinations: [to(bench.account, bench.region)] }),
    'registry settings',
  ),
  assumed(
    'R8',
    'an unknown Region is refused',
    (bench) => refusal(bench, { destinations: [to(bench.account, 'xx-nowhere-1')] }),
    'registry settings',
  ),
  known(
    'R9',
    'a Region of another partition is refused',
    (bench) => refusal(bench, { destinations: [to(bench.account, 'cn-north-1')] }),
    'registry settings',
  ),
  assumed(
    'R10',
    '26 rules are refused',
    (bench) =>
      refusal(
        bench,
        ...Array.from({ length: 26 }, (_, index) => ({
          destinations: [to(bench.account, bench.region === 'us-east-1' ? 'us-west-2' : 'us-east-1')],
          repositoryFilters: filtered(bench.name(`r${index}`)),
        })),
      ),
    'registry settings',
  ),
  assumed(
    'R11',
    '26 destinations are refused',
    (bench) =>
      refusal(bench, {
        destinations: Array.from({ length: 26 }, (_, index) =>
          to(String(111111111111 + index), bench.region),
        ),
        repositoryFilters: filtered(bench.name('')),
      }),
    'registry settings',
  ),
  known(
    'R13',
    'a filter that is not the start of a name is refused',
    (bench) =>
      refusal(bench, {
        destinations: [to(bench.account, bench.region === 'us-east-1' ? 'us-west-2' : 'us-east-1')],
        repositoryFilters: filtered('Not A Prefix*'),
      }),
    'registry settings',
  ),
  known(
    'S2',
    'continuous scans are not for basic scanning',
    (bench) =>
      bench.attempt('PutRegistryScanningConfiguration', {
        scanType: 'BASIC',
        rules: [
          {
            scanFrequency: 'CONTINUOUS_SCAN',
            repositoryFilters: [{ filter: bench.name('*'), filterType: 'WILDCARD' }],
          },
        ],
      }),
    'registry settings',
  ),
  chosen(
    'C8',
    'a scanning rule that asks for `MANUAL`',
    'a scanning rule that asks for MANUAL',
    (bench) =>
      bench.attempt('PutRegistryScanningConfiguration', {
        scanType: 'BASIC',
        rules: [
          {
            scanFrequency: 'MANUAL',
            repositoryFilters: [{ filter: bench.name('*'), filterType: 'WILDCARD' }],
          },
        ],
      }),
    'registry settings',
  ),
  known(
    'D14',
    'a registry policy that is none is refused',
    (bench) =>
      bench.attempt('PutRegistryPolicy', {
        policyText: JSON.stringify({ Version: '2012-10-17', Statement: [] }),
      }),
    'registry settings',
  ),
  known(
    'R22',
    'an image arrives in another Region with the same digest and tag',
    async (bench) => {
      const repositoryName = bench.name();
      await replicateTo(bench, 'elsewhere', repositoryName);
      await bench.repository();
      await bench.push(repositoryName, 'v1', 'one');
      const [status] = await statusOf(bench, repositoryName, 'v1');
      return { status: status?.status, images: await bench.tagsOf(repositoryName, 'elsewhere') };
    },
    'registry settings',
    'second Region',
  ),
  known(
    'R24',
    'an image that was pushed before the rule does not arrive',
    async (bench) => {
      const repositoryName = await bench.repository();
      await bench.push(repositoryName, 'before', 'one');
      await replicateTo(bench, 'elsewhere', repositoryName);
      await bench.push(repositoryName, 'after', 'two');
      await statusOf(bench, repositoryName, 'after');
      return bench.tagsOf(repositoryName, 'elsewhere');
    },
    'registry settings',
    'second Region',
  ),
  known(
    'R25',
    'a new tag on such an image brings the image with that tag only',
    async (bench) => {
      const repositoryName = await bench.repository();
      await bench.push(repositoryName, 'before', 'one');
      await replicateTo(bench, 'elsewhere', repositoryName);
      await bench.push(repositoryName, 'after', 'one');
      await statusOf(bench, repositoryName, 'after');
      return bench.tagsOf(repositoryName, 'elsewhere');
    },
    'registry settings',
    'second Region',
  ),
  known(
    'R37',
    'a repository that replication makes takes none of the settings of its source',
    async (bench) => {
      const repositoryName = bench.name();
      await replicateTo(bench, 'elsewhere', repositoryName);
      await bench.repository('a', {
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
        tags: [{ Key: 'team', Value: 'a' }],
      });
      await bench.push(repositoryName, 'v1', 'one');
      await statusOf(bench, repositoryName, 'v1');
      const { repositories } = await bench.call(
        'DescribeRepositories',
        { repositoryNames: [repositoryName] },
        'elsewhere',
      );
      const { imageTagMutability, imageScanningConfiguration } = repositories?.[0] ?? {};
      return { imageTagMutability, imageScanningConfiguration };
    },
    'registry settings',
    'second Region',
  ),
  known(
    'R44',
    'deleting an image at the source leaves the replica',
    async (bench) => {
      const repositoryName = bench.name();
      await replicateTo(bench, 'elsewhere', repositoryName);
      await bench.repository();
      await bench.push(repositoryName, 'v1', 'one');
      await statusOf(bench, repositoryName, 'v1');
      await bench.call('BatchDeleteImage', { repositoryName, imageIds: [{ imageTag: 'v1' }] });
      await bench.pause();
      return bench.tagsOf(repositoryName, 'elsewhere');
    },
    'registry settings',
    'second Region',
  ),
  known(
    'R49',
    'without a policy there the push succeeds and the replication fails',
    async (bench) => {
      const repositoryName = bench.name();
      await replicateTo(bench, 'other', repositoryName);
      await bench.repository();
      await bench.push(repositoryName, 'v1', 'one');
      return (await statusOf(bench, repositoryName, 'v1')).map(({ status, failureCode }) => ({
        status,
        failureCode,
      }));
    },
    'registry settings',
    'second account',
  ),
  known(
    'I118',
    'another account is refused without a policy',
    async (bench) => {
      const repositoryName = await bench.repository();
      const attempt = await bench.attempt(
        'ListImages',
        { repositoryName, registryId: bench.account },
        'other',
      );
      return 'refused' in attempt ? attempt.refused : 'answered';
    },
    'second account',
  ),
  known(
    'I119',
    'an Allow lets another account do that and nothing else',
    async (bench) => {
      const repositoryName = await bench.repository();
      await bench.call('SetRepositoryPolicy', {
        repositoryName,
        policyText: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: `arn:${bench.partition}:iam::${bench.place('other').account}:root` },
              Action: 'ecr:ListImages',
            },
          ],
        }),
      });
      const registryId = bench.account;
      const outcomeOf = async (operation: 'ListImages' | 'DescribeImages') => {
        const attempt = await bench.attempt(operation, { repositoryName, registryId }, 'other');
        return 'refused' in attempt ? attempt.refused : 'answered';
      };
      return [await outcomeOf('ListImages'), await outcomeOf('DescribeImages')];
    },
    'second account',
  ),
  assumed(
    'U19',
    'a call on a repository of another account that does not exist',
    async (bench) => {
      const attempt = await bench.attempt(
        'ListImages',
        { repositoryName: bench.name('missing'), registryId: bench.account },
        'other',
      );
      return 'refused' in attempt ? attempt.refused : 'answered';
    },
    'second account',
  ),
];

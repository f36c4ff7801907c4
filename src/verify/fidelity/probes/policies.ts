import type { Bench } from '../bench.js';
import { type Probe, assumed, known } from '../probe.js';

const accountPulls = ({ partition, account }: Bench) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Pull',
      Effect: 'Allow',
      Principal: { AWS: `arn:${partition}:iam::${account}:root` },
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    },
  ],
});

/** Repository policies, and tags of resources. */
export const POLICY_PROBES: readonly Probe[] = [
  known('I35', 'the text of a policy is printed anew', async (bench) => {
    const repositoryName = await bench.repository();
    const policyText = JSON.stringify(accountPulls(bench));
    return bench.attempt('SetRepositoryPolicy', { repositoryName, policyText });
  }),
  known('I36', 'what is not a policy is refused', async (bench) => {
    const repositoryName = await bench.repository();
    const policyText = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Perhaps' }] });
    return bench.attempt('SetRepositoryPolicy', { repositoryName, policyText });
  }),
  known('I37', 'there is no policy until one is set', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('GetRepositoryPolicy', { repositoryName });
  }),
  known('I38', 'deleting a policy answers the text, once', async (bench) => {
    const repositoryName = await bench.repository();
    const policyText = JSON.stringify(accountPulls(bench));
    await bench.call('SetRepositoryPolicy', { repositoryName, policyText });
    return [
      await bench.attempt('DeleteRepositoryPolicy', { repositoryName }),
      await bench.attempt('DeleteRepositoryPolicy', { repositoryName }),
    ];
  }),
  known('I39', 'a missing repository is what is missing', (bench) =>
    bench.attempt('GetRepositoryPolicy', { repositoryName: bench.name('missing') }),
  ),
  assumed('U1', 'a policy that locks its caller out', async (bench) => {
    const repositoryName = await bench.repository();
    const policyText = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 'ecr:SetRepositoryPolicy' }],
    });
    return bench.attempt('SetRepositoryPolicy', { repositoryName, policyText });
  }),
  known('I40', 'tags are merged, and a key has its last value', async (bench) => {
    const repositoryName = await bench.repository('a', { tags: [{ Key: 'a', Value: '1' }] });
    const resourceArn = bench.arn(repositoryName);
    const tags = [
      { Key: 'a', Value: '2' },
      { Key: 'b', Value: '3' },
    ];
    await bench.call('TagResource', { resourceArn, tags });
    const { tags: all = [] } = await bench.call('ListTagsForResource', { resourceArn });
    return Object.fromEntries(all.map(({ Key = '', Value }) => [Key, Value]));
  }),
  known('I42', 'a repository without tags lists none', async (bench) => {
    const resourceArn = bench.arn(await bench.repository());
    return bench.attempt('ListTagsForResource', { resourceArn });
  }),
  known('I43', 'what is not an ARN is refused', (bench) =>
    bench.attempt('ListTagsForResource', { resourceArn: `not-an-arn:repository/${bench.name()}` }),
  ),
  assumed('U3', 'a 51st tag is refused', async (bench) => {
    const resourceArn = bench.arn(await bench.repository());
    const tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
    return bench.attempt('TagResource', { resourceArn, tags });
  }),
  assumed('U25', 'an ARN of another Region', async (bench) => {
    const repositoryName = await bench.repository();
    const elsewhere = bench.region === 'us-east-1' ? 'us-west-2' : 'us-east-1';
    return bench.attempt('ListTagsForResource', { resourceArn: bench.arn(repositoryName, elsewhere) });
  }),
];

import type { Bench } from '../bench.js';
import { type Probe, chosen, known } from '../probe.js';

const rule = (rulePriority = 1, selection: object = {}, action: object = { type: 'expire' }) => ({
  rulePriority,
  selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 5, ...selection },
  action,
});
const tagged = (tagPatternList: readonly string[]) => ({ tagStatus: 'tagged', tagPatternList });

async function put(bench: Bench, ...rules: readonly object[]) {
  const repositoryName = await bench.repository();
  const lifecyclePolicyText = JSON.stringify({ rules });
  return bench.attempt('PutLifecyclePolicy', { repositoryName, lifecyclePolicyText });
}

/** Lifecycle policies: what is refused, how they are printed, and previews. */
export const LIFECYCLE_PROBES: readonly Probe[] = [
  known('L1', '51 rules are refused', (bench) =>
    put(bench, ...Array.from({ length: 51 }, (_, index) => rule(index + 1, tagged([`v${index}`])))),
  ),
  known('L3', 'what is not JSON is refused', async (bench) => {
    const repositoryName = await bench.repository();
    const lifecyclePolicyText = 'not JSON '.repeat(20);
    return bench.attempt('PutLifecyclePolicy', { repositoryName, lifecyclePolicyText });
  }),
  known('L6', 'duplicate priorities are refused', (bench) =>
    put(bench, rule(1, tagged(['a'])), rule(1, tagged(['b']))),
  ),
  known('L8', 'a priority of 0 is refused', (bench) => put(bench, rule(0))),
  known('L9', 'tagged without a list is refused', (bench) => put(bench, rule(1, { tagStatus: 'tagged' }))),
  known('L12', 'five wildcards in a pattern are refused', (bench) =>
    put(bench, rule(1, tagged(['a*b*c*d*e*']))),
  ),
  known('L14', 'any before another rule is refused', (bench) => put(bench, rule(1), rule(2, tagged(['a'])))),
  known('L16', 'a count of images with a unit is refused', (bench) =>
    put(bench, rule(1, { countUnit: 'days' })),
  ),
  known('L17', 'a count of days without its unit is refused', (bench) =>
    put(bench, rule(1, { countType: 'sinceImagePushed' })),
  ),
  known('L18', 'to keep 0 images is refused', (bench) => put(bench, rule(1, { countNumber: 0 }))),
  known('L23', 'members that there are not are refused', (bench) => put(bench, rule(1, { olderThan: 5 }))),
  known('L24', 'a text of fewer than 100 characters is refused', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('PutLifecyclePolicy', { repositoryName, lifecyclePolicyText: '{"rules":[]}' });
  }),
  known('L25', 'a missing repository is named', (bench) =>
    bench.attempt('GetLifecyclePolicy', { repositoryName: bench.name('missing') }),
  ),
  chosen('C1', 'what a lifecycle policy loses in', 'how a lifecycle policy is printed', async (bench) => {
    const repositoryName = await bench.repository();
    const rules = [{ description: 'second', ...rule(2, { tagStatus: 'untagged' }) }, rule(1, tagged(['v*']))];
    const lifecyclePolicyText = JSON.stringify({ rules }, null, 2);
    const { lifecyclePolicyText: put } = await bench.call('PutLifecyclePolicy', {
      repositoryName,
      lifecyclePolicyText,
    });
    const { lifecyclePolicyText: got } = await bench.call('GetLifecyclePolicy', { repositoryName });
    return { put, got };
  }),
  known('P4', 'there is no preview before one is started', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('GetLifecyclePolicyPreview', { repositoryName });
  }),
  known('P3', 'a preview without a text needs a policy', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('StartLifecyclePolicyPreview', { repositoryName });
  }),
  known('P1', 'a preview that was started is IN_PROGRESS, with its text', async (bench) => {
    const repositoryName = await bench.repository();
    const lifecyclePolicyText = JSON.stringify({ rules: [rule()] });
    return bench.attempt('StartLifecyclePolicyPreview', { repositoryName, lifecyclePolicyText });
  }),
  known('P7', 'what a preview finds', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'old', 'one');
    await bench.pause();
    await bench.push(repositoryName, 'new', 'two');
    const lifecyclePolicyText = JSON.stringify({ rules: [rule(1, { countNumber: 1 })] });
    await bench.call('StartLifecyclePolicyPreview', { repositoryName, lifecyclePolicyText });
    return bench.until(
      () => bench.call('GetLifecyclePolicyPreview', { repositoryName }),
      ({ status }) => status !== 'IN_PROGRESS',
    );
  }),
  known('P11', 'the moment of evaluation of a fresh policy is the epoch', async (bench) => {
    const repositoryName = await bench.repository();
    const lifecyclePolicyText = JSON.stringify({ rules: [rule()] });
    await bench.call('PutLifecyclePolicy', { repositoryName, lifecyclePolicyText });
    const { lastEvaluatedAt } = await bench.call('GetLifecyclePolicy', { repositoryName });
    return { lastEvaluatedAt: Number(lastEvaluatedAt) };
  }),
  known('P12', 'a policy is deleted once', async (bench) => {
    const repositoryName = await bench.repository();
    const lifecyclePolicyText = JSON.stringify({ rules: [rule()] });
    await bench.call('PutLifecyclePolicy', { repositoryName, lifecyclePolicyText });
    return [
      await bench.attempt('DeleteLifecyclePolicy', { repositoryName }),
      await bench.attempt('DeleteLifecyclePolicy', { repositoryName }),
    ];
  }),
];

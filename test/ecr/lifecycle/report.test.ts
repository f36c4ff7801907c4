import { image } from '../../../src/index.js';
import { scene } from '../../support/scene.js';
import { DAY, documentRule, keep, tagged } from './policies.js';

const OWN = '111122223333';

function start() {
  const ecr = scene();
  const registry = ecr.registry(OWN, 'us-east-1').createRepository('app');
  return { ecr, repository: registry.repository('app') };
}

test('a report has a row for each image, and a line', () => {
  const { ecr, repository } = start();
  const [one, two] = [image('one'), image('two')];
  repository.push('v1', one).push('latest', one).push(undefined, two).push('v2', image('three'));
  repository.setLifecyclePolicy({ rules: [keep(2, 1, tagged('v*'))] });
  const report = ecr.explainLifecycle(repository);
  expect(report.rows).toEqual([
    {
      digest: one.digest,
      tags: ['v1', 'latest'],
      verdict: 'expired',
      rulePriority: 2,
      reason: 'rule 2 (tagged "v*", keep 1): expired, 2nd newest of 2 matched',
    },
    {
      digest: two.digest,
      tags: [],
      verdict: 'kept',
      reason: 'no rule for the standard storage class matches it',
    },
    expect.objectContaining({ tags: ['v2'], verdict: 'kept', rulePriority: 2 }),
  ]);
  expect(report.text.split('\n')).toEqual([
    'v1, latest: expired: rule 2 (tagged "v*", keep 1): expired, 2nd newest of 2 matched',
    `untagged ${two.digest.slice(0, 19)}: kept: no rule for the standard storage class matches it`,
    'v2: kept: rule 2 (tagged "v*", keep 1): kept, 1st newest of 1 kept',
  ]);
  expect(String(report)).toBe(report.text);
});

test('it looks at what happened to an image: pulls, and restores', () => {
  const { ecr, repository } = start();
  repository.push('v1').archive('v1');
  const archived = { storageClass: 'archive', countType: 'sinceImageTransitioned', countUnit: 'days' };
  repository.setLifecyclePolicy({ rules: [documentRule({ ...archived, countNumber: 90 })] });
  ecr.clock.advance(DAY);
  expect(ecr.explainLifecycle(repository).text).toContain('kept, archived 1 day ago');
  repository.push('v1');
  const pushed = { countType: 'sinceImagePushed', countUnit: 'days', countNumber: 1 };
  repository.setLifecyclePolicy({ rules: [documentRule(pushed)] });
  ecr.clock.advance(DAY);
  expect(ecr.explainLifecycle(repository).text).toContain('kept, restored 1 day ago');
});

test('without a policy there is nothing to explain', () => {
  const { ecr, repository } = start();
  expect(() => ecr.explainLifecycle(repository)).toThrow(
    '[fake-ecr] app has no lifecycle policy at 111122223333/us-east-1. Put one first: PutLifecyclePolicy, or repository.setLifecyclePolicy(…).',
  );
});

import { type Row, clock } from '../measure.js';
import { ACCOUNT, REGION, benchFake, caller, fill } from '../scene.js';
import { INSIDE } from '../../src/lib/handle-kind.js';

/** What ECR does by itself to many images at once. */
export function bulk(count: number): Row[] {
  const noun = `${count} images`;
  return [{ what: `backfill of ${noun}`, value: backfill(count), unit: 'ms' }, ...lifecycle(count, noun)];
}

function backfill(count: number): number {
  const ecr = benchFake();
  fill(ecr, 'app', count);
  const source = ecr.registry(ACCOUNT, REGION);
  source.replicateTo(ecr.registry(ACCOUNT, 'eu-west-1'));
  const call = caller(ecr);
  const destination = { region: 'eu-west-1', registryId: ACCOUNT };
  const milliseconds = clock(() => {
    call('StartReplicationBackfill', { destination });
    ecr.settle();
  }, 1);
  const arrived = ecr.registry(ACCOUNT, 'eu-west-1').repository('app')[INSIDE].repository().imageCount;
  if (arrived !== count) throw new Error(`only ${arrived} images arrived`);
  ecr.restore();
  return milliseconds;
}

function lifecycle(count: number, noun: string): Row[] {
  const ecr = benchFake();
  fill(ecr, 'app', count);
  const handle = ecr.registry(ACCOUNT, REGION).repository('app');
  const keep = (countNumber: number) => ({
    rules: [
      {
        rulePriority: 1,
        selection: {
          tagStatus: 'tagged',
          tagPatternList: ['v*'],
          countType: 'imageCountMoreThan',
          countNumber,
        },
        action: { type: 'expire' },
      },
    ],
  });
  handle.setLifecyclePolicy(keep(count * 2));
  const idle = clock(() => ecr.runLifecycle(), 3);
  handle.setLifecyclePolicy(keep(count / 2));
  const expiring = clock(() => ecr.runLifecycle(), 1);
  if (handle[INSIDE].repository().imageCount !== count / 2)
    throw new Error('the lifecycle policy did not expire half');
  ecr.restore();
  return [
    { what: `lifecycle run over ${noun}, none expires`, value: idle, unit: 'ms' },
    { what: `lifecycle run over ${noun}, half of them expire`, value: expiring, unit: 'ms' },
  ];
}

import { deploy } from '../../src/iac.js';
import { type Row, clock } from '../measure.js';
import { ACCOUNT, REGION, benchFake, fill } from '../scene.js';

const OPTIONS = { account: ACCOUNT, region: REGION, stackName: 'Bench' };
/** In each repository's policy. */
const STATEMENTS = 4;

/** A template of so many repositories, each with a policy whose statements are made of functions. */
function templateOf(repositories: number): { readonly Resources: Record<string, object> } {
  const statement = (id: string, index: number) => ({
    Sid: `s${index}`,
    Effect: 'Allow',
    Principal: { AWS: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::44445555666${index}:root` } },
    Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    Condition: { StringLike: { 'aws:PrincipalArn': { 'Fn::Join': ['', ['arn:*/', id]] } } },
  });
  const repository = (number: number) => ({
    Type: 'AWS::ECR::Repository',
    Properties: {
      RepositoryName: `team/app-${number}`,
      ImageTagMutability: 'IMMUTABLE',
      Tags: [{ Key: 'number', Value: `${number}` }],
      RepositoryPolicyText: {
        Version: '2012-10-17',
        Statement: Array.from({ length: STATEMENTS }, (_, index) => statement(`App${number}`, index)),
      },
    },
  });
  return {
    Resources: Object.fromEntries(
      Array.from({ length: repositories }, (_, number) => [`App${number}`, repository(number)]),
    ),
  };
}

/** Setting a scene from a template: in an empty world and in a full one, again, and in vain. */
export function deployments(repositories: number): Row[] {
  const template = templateOf(repositories);
  const noun = `${repositories} repositories with ${repositories * STATEMENTS} statements`;
  const ecr = benchFake();
  const empty = clock(
    () => deploy(ecr, template, OPTIONS),
    9,
    () => ecr.reset(),
  );
  const again = clock(() => deploy(ecr, template, OPTIONS), 9);
  const full = clock(
    () => deploy(ecr, template, OPTIONS),
    5,
    () => {
      ecr.reset();
      fill(ecr, 'full', 10_000);
    },
  );
  ecr.reset();
  ecr.registry(ACCOUNT, REGION).createRepository(`team/app-${repositories - 1}`);
  const refused = clock(() => {
    try {
      deploy(ecr, template, OPTIONS);
    } catch {
      return;
    }
    throw new Error('the last repository exists, and was not refused');
  }, 5);
  ecr.restore();
  return [
    { what: `deploy() of ${noun}`, value: empty, unit: 'ms', budget: { of: 'value', most: 200 } },
    {
      what: `the same in a world of 10000 images`,
      value: full,
      unit: 'ms',
      ratio: full / empty,
      against: 'an empty world',
    },
    { what: `the same template again`, value: again, unit: 'ms' },
    { what: `refused at the last repository`, value: refused, unit: 'ms' },
  ];
}

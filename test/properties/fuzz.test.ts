/**
 * Every operation with hostile input: nothing but modelled refusals and answers in the right form come out, and
 * the world stays whole. `FUZZ_CASES` says how many; `npm run fuzz` takes 100 000.
 */
import fc from 'fast-check';
import {
  type OperationName,
  inputShape,
  modelledErrors,
  operationNames,
  shapeNamed,
} from '../../src/api/facts.js';
import type { ApiShape } from '../../src/api/shape.js';
import { isFailure } from '../../src/aws/failure.js';
import { FakeWorld } from '../../src/fake/fake-world.js';
import { simulationOf } from '../../src/fake/simulation-of.js';
import { artifact, image, imageIndex } from '../../src/index.js';
import { keep, tagged } from '../ecr/lifecycle/policies.js';
import { worldProblems } from '../support/invariants.js';
import { outputProblems } from '../support/output-problems.js';
import { START } from '../support/scene.js';

const CASES = Number(process.env['FUZZ_CASES'] ?? 4000);
const A_WORLD = 40;
const OWN = '111122223333';
const OTHER = '444455556666';
const ANYWHERE = new Set([
  'AccessDeniedException',
  'ExpiredTokenException',
  'SerializationException',
  'UnrecognizedClientException',
]);

const subject = image('subject');
const index = imageIndex();
const pushable = [image('one'), subject, ...index.children, index, artifact({ subject })];
const statement = (extra: object) => ({ Effect: 'Allow', Principal: '*', Action: 'ecr:*', ...extra });
const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const lifecycle = (...rules: object[]) => JSON.stringify({ rules });

/** Values that name things of the world, by shape: with these, calls get past the first checks. */
const POOLS: Readonly<Record<string, readonly unknown[]>> = {
  RepositoryName: ['app', 'team/app', 'nope', 'Bad'],
  ImageTag: ['v1', 'v2', 'nope'],
  ImageDigest: [...pushable.map((one) => one.digest), 'sha256:' + '0'.repeat(64), 'sha256:x'],
  ImageManifest: [...pushable.map((one) => one.manifest), '{}', '[', ''],
  LayerDigest: [
    ...pushable.flatMap((one) => one.blobs.map((blob) => blob.digest)),
    'sha256:' + '0'.repeat(64),
  ],
  BatchedOperationLayerDigest: [...pushable.flatMap((one) => one.blobs.map((blob) => blob.digest)), 'x'],
  RegistryId: [OWN, OTHER, '1'],
  Region: ['us-east-1', 'eu-west-1', 'cn-north-1', 'nowhere-1'],
  Arn: [`arn:aws:ecr:us-east-1:${OWN}:repository/app`, 'arn:aws:ecr:us-east-1', 'x'],
  LifecyclePolicyText: [
    lifecycle(keep(1, 1)),
    lifecycle(keep(1, 1, tagged('v*')), keep(2, 1)),
    lifecycle(),
    '{',
  ],
  LifecyclePolicyTextForRepositoryCreationTemplate: [lifecycle(keep(1, 1)), '', '{'],
  RepositoryPolicyText: [
    policy(statement({})),
    policy(statement({ Effect: 'Deny', Action: 'ecr:PutImage' })),
    '{}',
    '',
  ],
  RegistryPolicyText: [policy(statement({ Resource: '*' })), policy(statement({})), '', '{'],
  PullThroughCacheRuleRepositoryPrefix: ['quay', 'ROOT', 'team', 'Bad'],
  Url: ['quay.io', 'registry-1.docker.io', 'nowhere', `${OWN}.dkr.ecr.eu-west-1.amazonaws.com`],
  Prefix: ['ROOT', 'team', 'app', 'Bad Prefix'],
  AccountSettingName: ['BLOB_MOUNTING', 'REGISTRY_POLICY_SCOPE', 'nope'],
  AccountSettingValue: ['ENABLED', 'V1', 'V2'],
  PrincipalArn: [`arn:aws:iam::${OWN}:role/a`, 'x'],
  SigningProfileArn: [`arn:aws:signer:us-east-1:${OWN}:/signing-profiles/one`, 'x'],
  ScanningRepositoryFilterValue: ['app', '*', 'Bad!'],
  SigningRepositoryFilterValue: ['app*', '*'],
  RepositoryFilterValue: ['app', 'te', 'B'],
};

const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSet: true }),
  fc.constantFrom<unknown>(() => 'x', Symbol('x'), NaN, 2 ** 53, new Error('x')),
  fc.string({ maxLength: 400 }),
);

const inputs = new Map<string, fc.Arbitrary<unknown>>();

/** An arbitrary value for a shape: mostly of its form, sometimes of none. */
function valueOf(shape: ApiShape, name: string): fc.Arbitrary<unknown> {
  const pool = POOLS[name];
  const proper = pool === undefined ? form(shape) : fc.constantFrom(...pool);
  return fc.oneof({ weight: 30, arbitrary: proper }, { weight: 1, arbitrary: junk });
}

function form(shape: ApiShape): fc.Arbitrary<unknown> {
  switch (shape.type) {
    case 'structure':
      return fc.record(Object.fromEntries(shape.members.map(({ name, target }) => [name, named(target)])), {
        requiredKeys: shape.members.filter((one) => one.required).map((one) => one.name),
      });
    case 'list':
      return fc.array(named(shape.entry), { maxLength: 3 });
    case 'map':
      return fc.dictionary(fc.string(), fc.string());
    case 'string':
      return shape.values === undefined ? fc.string({ maxLength: 40 }) : fc.constantFrom(...shape.values);
    case 'blob':
      return fc.uint8Array({ maxLength: 8 });
    case 'boolean':
      return fc.boolean();
    case 'timestamp':
      return fc.date();
    default:
      return fc.integer({ min: -2, max: 1200 });
  }
}

function named(shapeName: string): fc.Arbitrary<unknown> {
  let arbitrary = inputs.get(shapeName);
  if (arbitrary === undefined) inputs.set(shapeName, (arbitrary = valueOf(shapeNamed(shapeName), shapeName)));
  return arbitrary;
}

const call = fc.constantFrom(...operationNames).chain((operation) =>
  fc.record({
    operation: fc.constant(operation),
    input: fc.oneof({ weight: 20, arbitrary: form(inputShape(operation)) }, { weight: 1, arbitrary: junk }),
    account: fc.constantFrom(OWN, OWN, OTHER),
    advance: fc.constantFrom(0, 0, 0, 1000, 90_000_000),
  }),
);

interface Call {
  readonly operation: OperationName;
  readonly input: unknown;
  readonly account: string;
  readonly advance: number;
}

function begin(): FakeWorld {
  const ecr = new FakeWorld({ now: START, layers: 'assumed', onUnmodelled: 'ignore' });
  const registry = ecr.registry(OWN, 'us-east-1').createRepository('app').createRepository('team/app');
  registry.push('app:v1', image('one')).push('team/app:v1', index).push('app', subject);
  registry.replicateTo(ecr.registry(OWN, 'eu-west-1')).replicateTo(ecr.registry(OTHER, 'us-east-1'));
  return ecr;
}

test(`${CASES} calls: modelled refusals and answers in the right form, and a whole world after each`, () => {
  const outcomes = new Map<string, number>();
  fc.assert(
    fc.property(fc.array(call, { minLength: A_WORLD, maxLength: A_WORLD }), (calls: Call[]) => {
      const ecr = begin();
      const { service: model, callers } = simulationOf(ecr);
      for (const { operation, input, account, advance } of calls) {
        ecr.clock.advance(advance);
        const scope = { caller: callers.administrator(account), region: 'us-east-1' };
        const { outcome } = model.dispatch(operation, input, scope);
        if (isFailure(outcome)) {
          const isModelled = (modelledErrors(operation) as readonly string[]).includes(outcome.code);
          if (!isModelled && !ANYWHERE.has(outcome.code))
            throw new Error(`${operation} gave ${outcome.code}`);
        } else {
          expect(outputProblems(operation, outcome)).toEqual([]);
        }
        const key = isFailure(outcome) ? outcome.code : 'success';
        outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
        expect(worldProblems(model.world)).toEqual([]);
      }
      ecr.settle();
      expect(worldProblems(model.world)).toEqual([]);
      // What can be held can be held: the world as it is now can be written down and read back.
      const snapshot = ecr.snapshot();
      expect(new FakeWorld({ now: START }).load(snapshot).snapshot()).toEqual(snapshot);
    }),
    { numRuns: Math.ceil(CASES / A_WORLD) },
  );
  // The input is not so hostile that nothing gets through.
  expect(outcomes.get('success') ?? 0).toBeGreaterThan(CASES / 10);
  expect(outcomes.size).toBeGreaterThan(10);
}, 900_000);

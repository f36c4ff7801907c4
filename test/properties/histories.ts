import fc from 'fast-check';
import { isFailure } from '../../src/aws/failure.js';
import { FakeWorld } from '../../src/fake/fake-world.js';
import { simulationOf } from '../../src/fake/simulation-of.js';
import { image } from '../../src/index.js';
import { START } from '../support/start.js';
import type { Step } from './reference-model.js';

export const REGISTRIES = [
  '111122223333/us-east-1',
  '111122223333/eu-west-1',
  '444455556666/us-east-1',
  '444455556666/eu-west-1',
] as const;
const NAMES = ['app', 'apple', 'team/app'];
const TAGS = ['v1', 'v2', 'latest'];
const IMAGES = ['one', 'two', 'three'].map((name) => image(name));
const MANIFESTS = new Map(IMAGES.map((one) => [one.digest, one.manifest]));

const at = fc.constantFrom(...REGISTRIES);
const name = fc.constantFrom(...NAMES);
const digest = fc.constantFrom(...IMAGES.map((one) => one.digest));
const tag = fc.constantFrom(...TAGS);
const mutable = fc.boolean();

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('create' as const), at, name, mutable }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), at, name, force: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('mutability' as const), at, name, mutable }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('push' as const),
      at,
      name,
      digest,
      tag: fc.option(tag, { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('untag' as const), at, name, tag }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), at, name, digest }) },
  {
    weight: 2,
    arbitrary: at.chain((source) =>
      fc.record({
        do: fc.constant('rules' as const),
        at: fc.constant(source),
        rules: fc.array(
          fc.record({
            to: fc.uniqueArray(fc.constantFrom(...REGISTRIES.filter((one) => one !== source)), {
              minLength: 1,
            }),
            prefix: fc.constantFrom('', 'app', 'team/'),
          }),
          { maxLength: 2 },
        ),
      }),
    ),
  },
);

/** What happens, in order. */
export const history = (maxLength = 40) => fc.array(step, { maxLength });

/** A world in which histories take place; layers come with manifests. */
export class History {
  readonly ecr: FakeWorld;

  constructor(options: ConstructorParameters<typeof FakeWorld>[0] = {}) {
    this.ecr = new FakeWorld({ now: START, layers: 'assumed', ...options });
  }

  /** Does a step through the pipeline; answers `ok`, or the name of the exception without its suffix. */
  step(one: Step): string {
    const { operation, input } = commandOf(one);
    const { outcome } = this.call(one.at, operation, input);
    return isFailure(outcome) ? outcome.code.replace(/Exception$/, '') : 'ok';
  }

  call(registry: string, operation: string, input: object) {
    const { service: model, callers } = simulationOf(this.ecr);
    const [account = '', region = ''] = registry.split('/');
    return model.dispatch(operation, input, { caller: callers.administrator(account), region });
  }

  /** Tags by digest, by repository, by registry; all sorted. */
  state(): Record<string, Record<string, Record<string, string[]>>> {
    const { service: model } = simulationOf(this.ecr);
    model.catchUp();
    const state: Record<string, Record<string, Record<string, string[]>>> = {};
    for (const registry of model.world.registries()) {
      for (const repository of registry.repositories()) {
        const images = [...repository.allImages()].map((one): [string, string[]] => [
          one.digest,
          one.tags.map((pointer) => pointer.name).sort(),
        ]);
        (state[registry.key] ??= {})[repository.name] = Object.fromEntries(images);
      }
    }
    return state;
  }
}

/** The call of a step: operation and input. */
export function commandOf(one: Step): { operation: string; input: object } {
  switch (one.do) {
    case 'create':
      return {
        operation: 'CreateRepository',
        input: { repositoryName: one.name, imageTagMutability: one.mutable ? 'MUTABLE' : 'IMMUTABLE' },
      };
    case 'delete':
      return { operation: 'DeleteRepository', input: { repositoryName: one.name, force: one.force } };
    case 'mutability':
      return {
        operation: 'PutImageTagMutability',
        input: { repositoryName: one.name, imageTagMutability: one.mutable ? 'MUTABLE' : 'IMMUTABLE' },
      };
    case 'push':
      return {
        operation: 'PutImage',
        input: { repositoryName: one.name, imageManifest: MANIFESTS.get(one.digest), imageTag: one.tag },
      };
    case 'untag':
      return {
        operation: 'BatchDeleteImage',
        input: { repositoryName: one.name, imageIds: [{ imageTag: one.tag }] },
      };
    case 'remove':
      return {
        operation: 'BatchDeleteImage',
        input: { repositoryName: one.name, imageIds: [{ imageDigest: one.digest }] },
      };
    case 'rules':
      return {
        operation: 'PutReplicationConfiguration',
        input: {
          replicationConfiguration: {
            rules: one.rules.map(({ to, prefix }) => ({
              destinations: to.map((key) => ({ registryId: key.split('/')[0], region: key.split('/')[1] })),
              ...(prefix === ''
                ? {}
                : { repositoryFilters: [{ filter: prefix, filterType: 'PREFIX_MATCH' }] }),
            })),
          },
        },
      };
  }
}

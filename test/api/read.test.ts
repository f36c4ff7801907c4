import type { OperationName } from '../../src/api/facts.js';
import { readInput, withOwnBytes } from '../../src/api/read-input.js';
import { Failure, isFailure } from '../../src/aws/failure.js';

function read(operation: OperationName, raw: unknown): Record<string, unknown> {
  const outcome = readInput(operation, raw);
  if (isFailure(outcome)) throw new Error(`cannot read the input: ${outcome.code}`);
  return outcome;
}

const wrongType = new Failure('SerializationException', undefined);

describe('a copy of the input', () => {
  test('shares no object with it', () => {
    const imageIds = [{ imageTag: 'v1' }];
    const raw = { repositoryName: 'app', imageIds, filter: { tagStatus: 'TAGGED' } };
    const input = read('DescribeImages', raw);
    imageIds[0]!.imageTag = 'v2';
    imageIds.push({ imageTag: 'v3' });
    raw.filter.tagStatus = 'UNTAGGED';
    expect(input).toEqual({
      repositoryName: 'app',
      imageIds: [{ imageTag: 'v1' }],
      filter: { tagStatus: 'TAGGED' },
    });
  });

  test('does not touch a frozen input', () => {
    const raw = Object.freeze({ tags: Object.freeze([Object.freeze({ Key: 'a', Value: 'b' })]) });
    expect(read('CreateRepository', raw)).toEqual({ tags: [{ Key: 'a', Value: 'b' }] });
  });

  test.each([undefined, null, {}])('of %p is empty', (raw) => {
    expect(read('DescribeRegistry', raw)).toEqual({});
  });

  test('leaves out members that are undefined or null, and null entries of lists', () => {
    const raw = {
      repositoryName: undefined,
      registryId: null,
      imageIds: [null, { imageTag: 'v1', imageDigest: undefined }, undefined, { imageTag: null }],
      filter: {},
    };
    const input = read('DescribeImages', raw);
    expect(input).toStrictEqual({ imageIds: [{ imageTag: 'v1' }, {}], filter: {} });
  });

  test('has ordinary objects, even if the input had others', () => {
    class Input {
      readonly #name = 'app';
      get repositoryName(): string {
        return this.#name;
      }
    }
    const prototypeless = Object.assign(Object.create(null) as object, { repositoryName: 'app' });
    const proxy = new Proxy({}, { get: (_, name) => (name === 'repositoryName' ? 'app' : undefined) });
    for (const raw of [new Input(), prototypeless, proxy]) {
      expect(read('ListImages', raw)).toStrictEqual({ repositoryName: 'app' });
    }
  });
});

describe('members that the model does not know', () => {
  test('are ignored, and their paths are reported', () => {
    const told: string[] = [];
    const raw = {
      repositoryName: 'app',
      repository: 'app',
      imageIds: [{ imageTag: 'v1' }, { imageDigst: 'sha256:ab', imageTag: 'v2' }],
      filter: { tagstatus: 'TAGGED' },
    };
    const input = readInput('DescribeImages', raw, (path) => told.push(path));
    expect(input).toEqual({
      repositoryName: 'app',
      imageIds: [{ imageTag: 'v1' }, { imageTag: 'v2' }],
      filter: {},
    });
    expect(told).toEqual(['repository', 'imageIds[1].imageDigst', 'filter.tagstatus']);
  });

  test('cannot reach a prototype', () => {
    const raw: unknown = JSON.parse(
      '{"__proto__":{"repositoryName":"evil"},"constructor":{"x":1},"force":true}',
    );
    const input = read('DeleteRepository', raw);
    expect(input).toStrictEqual({ force: true });
    expect(Object.getPrototypeOf(input)).toBe(Object.prototype);
    expect(({} as { repositoryName?: string }).repositoryName).toBeUndefined();
  });

  test('delete replication is known', () => {
    const rules = [{ destinations: [], deleteReplication: { enabled: true } }];
    const input = read('PutReplicationConfiguration', { replicationConfiguration: { rules } });
    expect(input).toEqual({ replicationConfiguration: { rules } });
  });
});

describe('values of a wrong type', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic['replicationConfiguration'] = cyclic;
  cyclic['rules'] = cyclic;

  test.each([
    ['a number for a text', 'ListImages', { repositoryName: 1 }],
    ['an object for a text', 'ListImages', { repositoryName: { toString: () => 'app' } }],
    ['a list for a text', 'ListImages', { repositoryName: ['app'] }],
    ['a date for a text', 'ListImages', { repositoryName: new Date(0) }],
    ['a text for a list', 'BatchGetImage', { imageIds: 'v1' }],
    ['a set for a list', 'BatchGetImage', { imageIds: new Set(['v1']) }],
    ['an object like a list', 'BatchGetImage', { imageIds: { 0: {}, length: 1 } }],
    ['a text for an entry', 'BatchGetImage', { imageIds: ['v1'] }],
    ['a list for a structure', 'StartImageScan', { imageId: [] }],
    ['a date for a structure', 'StartImageScan', { imageId: new Date(0) }],
    ['bytes for a structure', 'StartImageScan', { imageId: new Uint8Array(1) }],
    ['a boxed text for a structure', 'StartImageScan', { imageId: new String('v1') }],
    ['a function for a structure', 'StartImageScan', { imageId: () => ({}) }],
    ['a text for a number', 'ListImages', { maxResults: '10' }],
    ['a fraction for a whole number', 'ListImages', { maxResults: 1.5 }],
    ['no number', 'ListImages', { maxResults: NaN }],
    ['infinity', 'ListImages', { maxResults: Infinity }],
    ['a text for a truth value', 'DeleteRepository', { force: 'true' }],
    ['a number for a truth value', 'DeleteRepository', { force: 1 }],
    ['a number for bytes', 'UploadLayerPart', { layerPartBlob: 5 }],
    ['a list for bytes', 'UploadLayerPart', { layerPartBlob: [1, 2] }],
    ['a symbol', 'ListImages', { repositoryName: Symbol('app') }],
    ['a list for the input', 'ListImages', []],
    ['a cyclic object', 'PutReplicationConfiguration', cyclic],
  ] as const)('%s is answered SerializationException without a text', (_, operation, raw) => {
    expect(readInput(operation, raw)).toEqual(wrongType);
  });

  test('are found before any constraint: a wrong type beside a missing member', () => {
    expect(readInput('CreateRepository', { tags: 'team' })).toEqual(wrongType);
  });

  test('of a member that is not known do not matter', () => {
    expect(read('ListImages', { whatever: cyclic })).toEqual({});
  });
});

describe('values that stand for others', () => {
  test('boxed primitives are unboxed', () => {
    const raw = { repositoryName: new String('app'), force: new Boolean(false) };
    expect(read('DeleteRepository', raw)).toStrictEqual({ repositoryName: 'app', force: false });
    expect(read('ListImages', { maxResults: new Number(10) })).toStrictEqual({ maxResults: 10 });
  });

  test('a bigint is a whole number', () => {
    expect(read('UploadLayerPart', { partFirstByte: 5n })).toStrictEqual({ partFirstByte: 5 });
  });

  test('I117 a blob is a view of bytes or the UTF-8 of a text', () => {
    const bytes = new TextEncoder().encode('hé');
    const inside = new Uint8Array([0, ...bytes, 0]).buffer;
    const given = [bytes, Buffer.from('hé'), 'hé', new String('hé'), new DataView(inside, 1, bytes.length)];
    for (const layerPartBlob of given) {
      const { layerPartBlob: read_ } = read('UploadLayerPart', { layerPartBlob });
      expect(read_).toBeInstanceOf(Uint8Array);
      expect([...(read_ as Uint8Array)]).toEqual([...bytes]);
    }
  });

  test('a blob is not copied', () => {
    const layerPartBlob = new Uint8Array(3);
    expect(read('UploadLayerPart', { layerPartBlob })['layerPartBlob']).toBe(layerPartBlob);
  });
});

test('an error that a getter throws passes through unchanged', () => {
  const own = new Error('from the getter');
  const throwing = {
    get imageTag(): string {
      throw own;
    },
  };
  const call = (): unknown => readInput('BatchGetImage', { imageIds: [throwing] });
  expect(call).toThrow(own);
});

test('bytes of a call that waits are its own, and no more of them than were given', () => {
  const given = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);
  const waiting = withOwnBytes(read('UploadLayerPart', { layerPartBlob: given, repositoryName: 'app' }));
  given.fill(0);
  expect(waiting).toEqual({ layerPartBlob: new Uint8Array([2, 3]), repositoryName: 'app' });
});

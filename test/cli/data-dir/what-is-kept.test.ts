/** Changes that are easily overlooked: each is there again after the process was killed. */
import fs from 'node:fs';
import { isFailure } from '../../../src/aws/failure.js';
import { serveKept } from '../../../src/fake/serve.js';
import { simulationOf } from '../../../src/fake/simulation-of.js';
import { protocolRules } from '../../../src/world/registry-protocol.js';
import { KeptWorld } from '../../support/kept-world.js';
import { ACCOUNT, REGION, RegistryClient, sha256 } from '../../support/registry-client.js';
import { START } from '../../support/start.js';

const HERE = `${ACCOUNT}/${REGION}`;

test('the repository that a push created, though the push ended there or was refused', async () => {
  const world = await KeptWorld.open();
  world.call(HERE, 'CreateRepositoryCreationTemplate', { prefix: 'team', appliedFor: ['CREATE_ON_PUSH'] });
  world.call(HERE, 'InitiateLayerUpload', { repositoryName: 'team/begun' });
  const refused = world.call(HERE, 'PutImage', { repositoryName: 'team/refused', imageManifest: '{}' });
  expect(isFailure(refused)).toBe(true);
  const after = await world.afterCrash();
  expect(after.state()).toEqual(world.state());
  expect(after.ecr.inspect()).toMatch(/team\/begun[^]*team\/refused/);
});

test('a layer of a repository that its push created', async () => {
  const world = await KeptWorld.open();
  const protocol = protocolRules('spec');
  const bytes = Buffer.from('layer');
  const ask = (operation: string, input: object) =>
    world.call(HERE, operation, { repositoryName: 'app', ...input }, { protocol }) as Record<string, string>;
  const { uploadId } = ask('InitiateLayerUpload', {});
  ask('UploadLayerPart', { uploadId, partFirstByte: 0, partLastByte: 4, layerPartBlob: bytes });
  expect(ask('CompleteLayerUpload', { uploadId, layerDigests: [sha256(bytes)] })['layerDigest']).toBe(
    sha256(bytes),
  );
  const after = await world.afterCrash();
  expect([after.state(), after.notes]).toEqual([world.state(), []]);
});

test('a Region that was used for the first time, by a call that only reads', async () => {
  const world = await KeptWorld.open();
  world.call(`${ACCOUNT}/af-south-1`, 'DescribeRepositories', {});
  const after = await world.afterCrash();
  expect(simulationOf(after.ecr).world.account(ACCOUNT).isRegionEnabled('af-south-1')).toBe(true);
});

test('a session that is over, so that its key is not taken for an unknown one', async () => {
  const world = await KeptWorld.open();
  const { callers } = simulationOf(world.ecr);
  const session = {
    accountId: ACCOUNT,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ci/one`,
    expiresAt: START + 1,
  };
  const { accessKeyId, sessionToken } = callers.issue({ ...session, roleArn: 'r' });
  world.control.advance(86_400_000);
  const later = await (await world.afterCrash()).afterCrash();
  const found = simulationOf(later.ecr).callers.bySigner(accessKeyId, sessionToken);
  expect(found).toMatchObject(session);
});

test('a blob that was deleted or mounted by the registry protocol', async () => {
  const world = await KeptWorld.open();
  const server = await serveKept(world.ecr, { registry: 'spec', onLog: () => undefined }, world.keeper);
  const client = new RegistryClient(server);
  await client.logIn();
  const upload = async (text: string) => {
    const path = `/v2/app/blobs/uploads/?digest=${sha256(text)}`;
    expect((await client.send('POST', path, { body: text })).status).toBe(201);
  };
  await upload('stays');
  await upload('goes');
  const mounted = await client.send('POST', `/v2/other/blobs/uploads/?mount=${sha256('stays')}&from=app`);
  expect(mounted.status).toBe(201);
  expect((await client.send('DELETE', `/v2/app/blobs/${sha256('goes')}`)).status).toBe(202);
  const after = await world.afterCrash();
  expect([after.state(), after.notes]).toEqual([world.state(), []]);
  const { world: found } = simulationOf(after.ecr);
  const layersOf = (name: string) =>
    [...(found.registry(ACCOUNT, REGION).repository(name)?.layers.values() ?? [])].map(
      ({ digest }) => digest,
    );
  expect([layersOf('app'), layersOf('other')]).toEqual([[sha256('stays')], [sha256('stays')]]);
  await server.close();
});

test('what could not be written because the disk was full, once there is room; until then nothing is changed', async () => {
  const world = await KeptWorld.open();
  const full = jest.spyOn(fs, 'writeSync').mockImplementation(() => {
    throw new Error('ENOSPC: no space left on device, write');
  });
  const create = (repositoryName: string) => world.call(HERE, 'CreateRepository', { repositoryName });
  const text =
    /^\[fake-ecr\] .*journal-\d+\.ndjson can't be written to: ENOSPC.*Make room, and repeat the request/;
  expect(() => create('one')).toThrow(text);
  expect(() => create('two')).toThrow(text);
  expect(() => world.control.reset()).toThrow(text);
  full.mockRestore();
  expect(isFailure(create('three'))).toBe(false);
  const after = await world.afterCrash();
  expect([after.state(), after.notes]).toEqual([world.state(), []]);
  const names = [...simulationOf(after.ecr).world.registry(ACCOUNT, REGION).repositories()].map(
    ({ name }) => name,
  );
  expect(names).toEqual(['one', 'three']);
});

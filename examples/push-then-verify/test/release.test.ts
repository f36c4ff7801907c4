import { setupFakeEcr } from 'fake-ecr';
import 'fake-ecr/jest';
import { type EcrServer, serve } from 'fake-ecr/http';
import { logIn } from '../src/registry';
import { release } from '../src/release';

const PROD = '111122223333';
const BACKUP = '444455556666';

const ecr = setupFakeEcr();
const prod = ecr.registry(PROD, 'us-west-2');
const dr = ecr.registry(BACKUP, 'eu-west-1');
const build = {
  config: Buffer.from('{"os":"linux","architecture":"amd64"}'),
  layer: Buffer.alloc(300_000, 'app'),
};

let server: EcrServer;

// One endpoint for both registries: at a plain address, the token says which is meant.
beforeAll(async () => {
  server = await serve(ecr);
});
afterAll(() => server.close());

beforeEach(() => {
  prod.createRepository('payments');
  prod.replicateTo(dr, { prefix: 'pay' });
});

async function run(): Promise<string> {
  const copyClient = ecr.client(BACKUP, 'eu-west-1');
  return release({
    source: await logIn(ecr.client(PROD, 'us-west-2'), server.url),
    copy: await logIn(copyClient, server.url),
    copyClient,
    repository: 'payments',
    tag: 'v1',
    build,
  });
}

it('is pushed in one account and pulled, byte for byte, from another', async () => {
  dr.allowReplicationFrom(prod);
  const digest = await run();
  expect(dr).toHaveImage(`payments@${digest}`);
  expect(ecr.calls.filter(({ door }) => door === 'registry').map(({ operation }) => operation)).toContain(
    'PutImage',
  );
});

it('has no copy if the other account does not let it in, and the reason says which statement is missing', async () => {
  await expect(run()).rejects.toThrow('payments');
  expect(ecr.explain('payments:v1', dr).text).toContain('ecr:ReplicateImage');
});

it('fails if the token expires in the middle of a push', async () => {
  ecr.door.fail({ method: 'PUT', route: 'manifest' }).with({ status: 403, code: 'DENIED' }).once();
  await expect(run()).rejects.toThrow('403');
  expect(prod.repository('payments')).not.toHaveTag('v1');
});

it('notices a layer that comes damaged', async () => {
  dr.allowReplicationFrom(prod);
  ecr.door.corrupt().once();
  await expect(run()).rejects.toThrow('came damaged');
});

/**
 * Run by what-stays.test.ts as a process of its own, with the garbage collector at hand: which of the things that a
 * test leaves behind are still there after reset() and after restore()? Prints their names as JSON.
 */
import {
  CreateRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  ListImagesCommand,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import * as sts from '@aws-sdk/client-sts';
import { type FakeEcr, fakeEcr, image } from '../../src/index.js';
import { serve } from '../../src/http.js';
import { simulationOf } from '../../src/fake/simulation-of.js';
import { fakeSts } from '../../src/fake/fake-sts.js';

declare const gc: () => void;

const held = new Map<string, WeakRef<object>>();

function watch<T extends object>(name: string, value: T): T {
  held.set(name, new WeakRef(value));
  return value;
}

/** Which of the watched are alive, once garbage had the time to be collected. */
async function alive(): Promise<string[]> {
  for (let round = 0; round < 5; round++) {
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    gc();
  }
  const names = [...held].filter(([, value]) => value.deref() !== undefined).map(([name]) => name);
  held.clear();
  return names;
}

const credentials = { accessKeyId: '111122223333', secretAccessKey: 'x' };
const settings = { region: 'us-west-2', credentials };

/** One test's worth of everything; what it makes is watched. Clients of the application stay, as they do in life. */
async function use(ecr: FakeEcr, application: ECRClient): Promise<void> {
  watchModel(ecr);
  const input = watch('input of the client mock', { repositoryName: 'app', tags: [] });
  await application.send(watch('command of the client mock', new CreateRepositoryCommand(input)));
  await application
    .send(
      new PutImageCommand(
        watch('input with a manifest', {
          repositoryName: 'app',
          imageManifest: image('one').manifest,
          imageTag: 'v1',
        }),
      ),
    )
    .catch(() => undefined);
  ecr.mock.on(ListImagesCommand).callsFake(watch('override', () => ({ imageIds: [] })));
  await application.send(new ListImagesCommand(watch('input of an override', { repositoryName: 'app' })));
  application.send(
    new ListImagesCommand({ repositoryName: 'app' }),
    watch('callback', () => undefined),
  );

  for (const client of [
    watch('client of the fake', ecr.client('111122223333', 'us-west-2')),
    watch('client of a principal', ecr.principal('arn:aws:iam::111122223333:role/ci').client('us-west-2')),
    application,
  ]) {
    await client.send(new DescribeImagesCommand({ repositoryName: 'app' }));
  }

  const wire = new ECRClient({ ...settings, requestHandler: ecr.requestHandler() });
  await wire.send(new ListImagesCommand(watch('input of the request handler', { repositoryName: 'app' })));

  ecr.onEvent(watch('listener', () => undefined));
  watch('an event', ecr.events[0] ?? {});
  ecr.settle();
  watch('snapshot', ecr.snapshot());
  watch('calls', ecr.calls);
}

function watchModel(ecr: FakeEcr): void {
  const { service: model } = simulationOf(ecr);
  watch('world', model.world);
  watch('engines', model.engines);
  watch('call log', model.log);
  watch('journal', model.journal);
  watch('faults', model.faults);
}

async function useDoors(ecr: FakeEcr): Promise<void> {
  const security = fakeSts(ecr);
  const client = new sts.STSClient(settings);
  const input = watch('input of STS', {
    RoleArn: 'arn:aws:iam::111122223333:role/ci',
    RoleSessionName: 'build',
  });
  await client.send(new sts.AssumeRoleCommand(input));
  watch('fake of STS', security);
  security.restore();

  const server = await serve(ecr);
  const remote = new ECRClient({ ...settings, endpoint: server.url });
  await fetch(server.url, { method: 'POST', body: '{}' });
  remote.destroy();
  await server.close();
}

async function afterReset(clients: boolean): Promise<string[]> {
  const application = new ECRClient(settings);
  const ecr = fakeEcr({ layers: 'assumed', ...(clients ? { clients: [application] } : {}) });
  await use(ecr, application);
  await useDoors(ecr);
  // The endpoint of a fake answers STS from the last one that was made.
  fakeSts(ecr).restore();
  ecr.reset();
  const names = await alive();
  ecr.restore();
  return names;
}

/** The fake is made and used in here, so that nothing on the stack holds it. */
async function untilRestore(application: ECRClient, clients: boolean): Promise<void> {
  const ecr = watch(
    'the fake',
    fakeEcr({ layers: 'assumed', ...(clients ? { clients: [application] } : {}) }),
  );
  watch('the model', simulationOf(ecr).service);
  watch('the mock', ecr.mock);
  await use(ecr, application);
  ecr.baseline();
  await useDoors(ecr);
  ecr.restore();
}

async function afterRestore(clients: boolean): Promise<string[]> {
  const application = new ECRClient(settings);
  await untilRestore(application, clients);
  const names = await alive();
  application.destroy();
  return names;
}

/**
 * A suite without I/O never lets the event loop turn, and Node keeps refused promises until it does. Clients of the
 * fake are not to leave any.
 *
 * @returns how many bytes each of them leaves, in kB
 */
async function kilobytesOfClients(): Promise<number> {
  const CLIENTS = 300;
  const ecr = fakeEcr();
  const make = async (): Promise<void> => {
    for (let made = 0; made < CLIENTS; made += 1) {
      const client = ecr.client('111122223333', 'us-west-2');
      await client.send(new DescribeImagesCommand({ repositoryName: 'app' })).catch(() => undefined);
      ecr.reset();
    }
  };
  await make();
  const before = heapUsed();
  await make();
  const each = (heapUsed() - before) / CLIENTS;
  ecr.restore();
  return Math.round(each / 1000);
}

function heapUsed(): number {
  gc();
  gc();
  return process.memoryUsage().heapUsed;
}

async function main(): Promise<void> {
  const report: Record<string, string[] | number> = { 'kB of a client': await kilobytesOfClients() };
  for (const clients of [false, true]) {
    const what = clients ? ' with single clients' : '';
    report[`reset${what}`] = await afterReset(clients);
    report[`restore${what}`] = await afterRestore(clients);
  }
  process.stdout.write(JSON.stringify(report));
}

void main();

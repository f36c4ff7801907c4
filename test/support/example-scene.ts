/** The world that examples take for granted. */
import * as sdk from '@aws-sdk/client-ecr';
import * as stsSdk from '@aws-sdk/client-sts';
import ts from 'typescript';
import * as api from '../../src/index.js';
import * as http from '../../src/http.js';
import '../../src/jest.js';
import * as requestHandler from '../../src/request-handler.js';
import * as stsDoor from '../../src/fake/fake-sts.js';
import { iacScene, isOfIac } from './iac-example-scene.js';
import { keep } from '../ecr/lifecycle/policies.js';

const closers: (() => unknown)[] = [];

const policyOf = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });

/**
 * What examples take for granted: a source with `payments:v1`, a destination that lets it in, and so on. What an
 * example makes itself is not there yet.
 */
async function scene(code: string): Promise<Record<string, unknown>> {
  const makes = (...texts: string[]) => texts.some((text) => code.includes(text));
  const ecr = api.fakeEcr({ layers: 'assumed', onUnused: 'ignore' });
  closers.push(() => ecr.restore());
  const sts = stsDoor.fakeSts(ecr);
  const prod = ecr.registry('111122223333', 'us-west-2');
  const dr = ecr.registry('444455556666', 'eu-west-1').allowReplicationFrom(prod);
  const client = ecr.client('111122223333', 'us-west-2');
  const v1 = api.image('v1');
  prod.replicateTo(dr, { prefix: 'pay' });
  if (!makes("createRepository('payments'", 'ecr.seed(', 'hubAndSpokes', 'disasterRecovery', 'promotion')) {
    prod.createRepository('payments').push('payments:stable', v1);
    prod.repository('payments').setLifecyclePolicy({ rules: [keep(1, 10)] });
    if (!makes("push('payments:v1'", "push('v1')")) {
      const at = { repositoryName: 'payments' };
      await client.send(new sdk.PutImageCommand({ ...at, imageTag: 'v1', imageManifest: v1.manifest }));
      prod.setScanFindings('payments:v1', [{ name: 'CVE-2026-0001', severity: 'CRITICAL' }]);
      await client.send(new sdk.StartImageScanCommand({ ...at, imageId: { imageTag: 'v1' } }));
    }
  }
  const policy = policyOf({ Effect: 'Allow', Action: 'ecr:*', Resource: '*' });
  const trustPolicy = policyOf({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' });
  const files = new Map<string, string>();
  return {
    ...{ ecr, sts, prod, dr, client, policy, v1, trustPolicy },
    ...{ policies: [policy], ecrWrite: policy, readOnly: policy },
    ci: ecr.principal('arn:aws:iam::111122223333:role/ci', { policies: [policy] }),
    statement: {
      Effect: 'Allow',
      Principal: '*',
      Action: 'ecr:BatchGetImage',
      ...(makes('dr.setPolicy') ? { Resource: '*' } : {}),
    },
    digest: v1.digest,
    sbom: api.artifact({ name: 'sbom', subject: v1 }),
    credentials: { accessKeyId: '111122223333', secretAccessKey: 'x' },
    world: { registries: {} },
    handler: () => undefined,
    request: { headers: {} },
    form: 'Action=GetCallerIdentity&Version=2011-06-15',
    writeFileSync: (file: string, text: string) => files.set(file, text),
    readFileSync: (file: string) => files.get(file) ?? JSON.stringify(ecr.snapshot()),
    console: { log: (text: string) => expect(text).toEqual(expect.any(String)) },
    require: (name: string): unknown => jest.requireActual(name),
    // One fake at a time: an example that makes one gets the place of this.
    fakeEcr: (options?: api.FakeEcrOptions) => {
      ecr.restore();
      const made = api.fakeEcr(options);
      closers.push(() => made.restore());
      return made;
    },
    setupFakeEcr: (options: api.SetupOptions) => {
      ecr.restore();
      return api.setupFakeEcr(options, { beforeEach: (run) => run(), afterAll: (run) => closers.push(run) });
    },
    fakeSts: (fake: api.FakeEcr) => {
      sts.restore();
      return stsDoor.fakeSts(fake);
    },
    ...(isOfIac(code) ? iacScene(ecr, code, (run) => closers.push(run)) : {}),
    beforeAll: (run: () => unknown) => run(),
    beforeEach: (run: () => unknown) => run(),
    afterAll: (run: () => unknown) => closers.push(run),
  };
}

/** Runs an example in its own world. */
export async function runExample(code: string): Promise<void> {
  const found = { ...stsSdk, ...sdk, ...api, ...http, ...requestHandler, ...stsDoor, ...(await scene(code)) };
  const { default: _, ...names } = found as Record<string, unknown>;
  const { outputText } = ts.transpileModule(`async function example() {\n${code}\n}`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- examples are text until they are run
  const run = new Function(...Object.keys(names), `${outputText}\nreturn example();`) as (
    ...values: unknown[]
  ) => Promise<void>;
  await run(...Object.values(names));
}

/** Ends what the examples of a test have opened. */
export async function closeExamples(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

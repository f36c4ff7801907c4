import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { STSClient } from '@aws-sdk/client-sts';
import { type FakeEcr, expectReplicated, fakeEcr, image } from 'fake-ecr';
import { type EcrServer, serve } from 'fake-ecr/http';
import { deploy } from 'fake-ecr/iac';
import { matchers } from 'fake-ecr/matchers';
import { fakeEcrWorld } from 'fake-ecr/request-handler';
import { fakeSts } from 'fake-ecr/sts';

const ecr: FakeEcr = fakeEcr();
const prod = ecr.registry('111122223333', 'us-west-2');
prod.createRepository('payments').push('payments:v1', image('v1'));
const client = new ECRClient({
  requestHandler: ecr.requestHandler(),
  credentials: ecr.credentials('111122223333'),
});
await client.send(new PutImageCommand({ repositoryName: 'payments', imageManifest: image('v1').manifest }));
await expectReplicated('payments:v1', prod);
ecr.attach(await import('@aws-sdk/client-ecr'));
const server: EcrServer = await serve(fakeEcrWorld());
export const port: number = server.port;
fakeSts(ecr).restore();
export const used = [deploy, matchers, STSClient];
// @ts-expect-error a repository has a name, not a number
prod.createRepository(5);

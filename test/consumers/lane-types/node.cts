import ecrSdk = require('@aws-sdk/client-ecr');
import fake = require('fake-ecr');
import http = require('fake-ecr/http');
import iac = require('fake-ecr/iac');
import matchers = require('fake-ecr/matchers');
import handlers = require('fake-ecr/request-handler');
import sts = require('fake-ecr/sts');

const ecr: fake.FakeEcr = fake.fakeEcr();
const prod = ecr.registry('111122223333', 'us-west-2');
prod.createRepository('payments').push('payments:v1', fake.image('v1'));
ecr.attach(ecrSdk);
export const server: Promise<http.EcrServer> = http.serve(handlers.fakeEcrWorld());
export const used = [iac.deploy, matchers.matchers, sts.fakeSts];
// @ts-expect-error a repository has a name, not a number
prod.createRepository(5);

/** What `cdk synth` and `cdk deploy` run. */
import { App } from 'aws-cdk-lib/core';
import { DisasterStack } from '../src/disaster-stack';
import { SourceStack } from '../src/source-stack';

const app = new App();
new SourceStack(app, 'Source', { env: { account: '111122223333', region: 'us-west-2' } });
new DisasterStack(app, 'Disaster', { env: { account: '444455556666', region: 'eu-west-1' } });

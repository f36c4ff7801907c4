import { CfnReplicationConfiguration, Repository, TagMutability } from 'aws-cdk-lib/aws-ecr';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** Where images are pushed: the repository, who may push, and what is replicated to the other account. */
export class SourceStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    const payments = new Repository(this, 'Payments', {
      repositoryName: 'payments',
      imageTagMutability: TagMutability.IMMUTABLE,
    });
    const ci = new Role(this, 'CiRole', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') });
    payments.grantPullPush(ci);
    new CfnReplicationConfiguration(this, 'Replication', {
      replicationConfiguration: {
        rules: [
          {
            destinations: [{ region: 'eu-west-1', registryId: '444455556666' }],
            repositoryFilters: [{ filter: 'payments', filterType: 'PREFIX_MATCH' }],
          },
        ],
      },
    });
  }
}

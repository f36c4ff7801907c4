import { CfnRegistryPolicy, CfnRepositoryCreationTemplate } from 'aws-cdk-lib/aws-ecr';
import { AccountPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

export interface DisasterStackProps extends StackProps {
  /** Names of the repositories that may come in; `*` stands for any text. */
  readonly accepted?: string;
}

/** Where replicas arrive: who may send them, and how their repositories are made. */
export class DisasterStack extends Stack {
  constructor(scope: Construct, id: string, { accepted = 'payments*', ...props }: DisasterStackProps) {
    super(scope, id, props);
    new CfnRegistryPolicy(this, 'RegistryPolicy', {
      policyText: new PolicyDocument({
        statements: [
          new PolicyStatement({
            sid: 'in',
            principals: [new AccountPrincipal('111122223333')],
            actions: ['ecr:ReplicateImage', 'ecr:CreateRepository'],
            resources: [this.formatArn({ service: 'ecr', resource: 'repository', resourceName: accepted })],
          }),
        ],
      }),
    });
    new CfnRepositoryCreationTemplate(this, 'Template', {
      prefix: 'ROOT',
      appliedFor: ['REPLICATION'],
      imageTagMutability: 'IMMUTABLE',
    });
  }
}

import type { ECRClient } from '@aws-sdk/client-ecr';
import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import type { Caller } from '../iam/caller.js';
import { INSPECT } from '../lib/handle-kind.js';

/** A caller, created by {@link FakeEcr.principal}. @public */
export class PrincipalHandle {
  /** @internal */
  constructor(
    /** What policies are evaluated with: account, ARN and policies. */
    readonly caller: Caller,
    /** To configure clients with. */
    readonly credentials: AwsCredentialIdentityProvider,
    /** A new client of this principal, in a Region such as `us-west-2`. */
    readonly client: (region: string) => ECRClient,
  ) {}

  /** @internal */
  [INSPECT](): string {
    const { arn, identityPolicies, sessionPolicies = [] } = this.caller;
    const parts = [
      identityPolicies === undefined ? 'an administrator' : `identity policies: ${identityPolicies.length}`,
      ...(sessionPolicies.length === 0 ? [] : [`session policies: ${sessionPolicies.length}`]),
    ];
    return `[PrincipalHandle ${arn}, ${parts.join(', ')}]`;
  }
}

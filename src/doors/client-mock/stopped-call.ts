import { FakeEcrError } from '../../lib/misuse.js';
import type { GuardedService } from '../network-guard/guarded-hosts.js';

/** What is known of why a call passed the fake by. */
export interface PassedBy {
  /** What took the fake off, in clauses. */
  readonly takenOff: readonly string[];
  /** Files of copies of the SDK that are loaded and not attached to. */
  readonly copies: readonly string[];
}

/** What a call to AWS fails with while a fake is attached. */
export function stoppedCall(host: string, service: GuardedService, passedBy: PassedBy): FakeEcrError {
  const happened = `A call to ${host} was stopped before it left for AWS`;
  const allow = `Where a test means to reach it: fakeEcr({ allowHosts: ['${host}'] }).`;
  if (service === 'credentials') {
    return new FakeEcrError(
      `${happened}: credentials are being looked for, or STS is called, while ECR is faked.`,
      `fakeSts(ecr) of 'fake-ecr/sts' answers STS, with sts.attach(sdk) for further copies of its client. ${allow}`,
    );
  }
  if (passedBy.takenOff.length > 0) {
    return new FakeEcrError(
      `${happened}: ${passedBy.takenOff.join('; ')}.`,
      `ecr.reset() attaches the fake again. ${allow}`,
    );
  }
  const found = passedBy.copies.map((path) => ` Loaded and not attached: ${path}.`).join('');
  return new FakeEcrError(
    `${happened}: its client is of a copy of @aws-sdk/client-ecr that the fake is not attached to ` +
      `(after a module reset, nested in a dependency, in a bundle), or has a send() of its own.${found}`,
    `Attach it: ecr.attach(sdk) with its module, or ecr.attach(client). ${allow}`,
  );
}

import { FakeEcrError } from '../../lib/misuse.js';
import type { GuardedService } from '../network-guard/guarded-hosts.js';

/** What is known about why a call bypassed the fake. */
export interface PassedBy {
  /** What removed the fake, as clauses. */
  readonly takenOff: readonly string[];
  /** Files of loaded copies of the SDK that the fake is not attached to. */
  readonly copies: readonly string[];
}

/** The error of a call to AWS while a fake is attached. */
export function stoppedCall(host: string, service: GuardedService, passedBy: PassedBy): FakeEcrError {
  const happened = `A call to ${host} was stopped before it left for AWS`;
  const allow = `If the test should reach it: fakeEcr({ allowHosts: ['${host}'] }).`;
  if (service === 'credentials') {
    return new FakeEcrError(
      `${happened}: the SDK looks for credentials, or STS is called, while ECR is faked.`,
      `fakeSts(ecr) of 'fake-ecr/sts' answers STS; sts.attach(sdk) adds further copies of its client. ${allow}`,
    );
  }
  if (passedBy.takenOff.length > 0) {
    return new FakeEcrError(
      `${happened}: ${passedBy.takenOff.join('; ')}.`,
      `ecr.reset() attaches the fake again. ${allow}`,
    );
  }
  const found = passedBy.copies.map((path) => ` Loaded but not attached: ${path}.`).join('');
  return new FakeEcrError(
    `${happened}: its client is of a copy of @aws-sdk/client-ecr that the fake is not attached to ` +
      `(after a module reset, nested in a dependency, in a bundle), or has a send() of its own.${found}`,
    `Attach it: ecr.attach(sdk) with its module, or ecr.attach(client). ${allow}`,
  );
}

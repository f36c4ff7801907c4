import { answerStsQuery } from '../doors/sts/sts-query.js';
import { Directory, type KnownRoles } from '../iam/roles/directory.js';
import { roleOfDeployments } from '../scenes/iac/principals.js';
import { StsService } from '../iam/sts/sts-service.js';
import { utf8Text } from '../lib/utf8.js';
import type { Simulation } from './simulation.js';

/** Makes the endpoint answer STS, too, for any role, unless it does already. */
export function openSts(simulation: Simulation): void {
  if (simulation.answerSts !== undefined) return;
  const service = stsOf(simulation, directoryOf(simulation));
  simulation.answerSts = ({ headers, body }) =>
    answerStsQuery(service, simulation.callers, { headers, body: utf8Text(body) });
}

/** STS for the accounts of a simulation, with the roles of a directory. */
export function stsOf({ callers, service }: Simulation, directory: Directory): StsService {
  return new StsService({
    directory,
    callers,
    now: () => service.clock.now(),
    membershipOf: (accountId) => service.world.account(accountId),
  });
}

/** The roles of a simulation: those that are defined, and those that stacks and plans have made in its world. */
export function directoryOf({ service }: Simulation, known?: KnownRoles): Directory {
  return new Directory(known, (arn) => roleOfDeployments(service.world, arn));
}

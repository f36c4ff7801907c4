import { answerStsQuery } from '../doors/sts/sts-query.js';
import { Directory } from '../iam/roles/directory.js';
import { StsService } from '../iam/sts/sts-service.js';
import { utf8Text } from '../lib/utf8.js';
import type { Simulation } from './simulation.js';

/** Lets the doors on the wire answer STS too, with whatever roles they are asked for, unless they do already. */
export function openSts(simulation: Simulation): void {
  if (simulation.answerSts !== undefined) return;
  const service = stsOf(simulation, new Directory());
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

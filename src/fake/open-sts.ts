import { answerStsQuery } from '../doors/sts/sts-query.js';
import { Directory } from '../iam/roles/directory.js';
import { StsService } from '../iam/sts/sts-service.js';
import { utf8Text } from '../lib/utf8.js';
import { internalsOf } from './simulation.js';

/** Lets the doors on the wire answer STS too, with whatever roles they are asked for, unless they do already. */
export function openSts(fake: object): void {
  const internals = internalsOf(fake);
  if (internals.sts !== undefined) return;
  const { callers, model } = internals;
  const service = new StsService({
    directory: new Directory(),
    callers,
    now: () => model.clock.now(),
    membershipOf: (accountId) => model.world.account(accountId),
  });
  internals.sts = ({ headers, body }) => answerStsQuery(service, callers, { headers, body: utf8Text(body) });
}

import { Directory } from './directory/directory.js';
import { answerStsQuery } from './doors/sts/sts-query.js';
import { StsService } from './doors/sts/sts-service.js';
import { internalsOf } from './internals.js';

/** Lets an endpoint of a fake answer STS too, with whatever roles it is asked for. */
export function openSts(fake: object): void {
  const internals = internalsOf(fake);
  const { callers, model } = internals;
  const service = new StsService({
    directory: new Directory(),
    callers,
    now: () => model.clock.now(),
    membershipOf: (accountId) => model.world.account(accountId),
  });
  internals.sts = ({ headers, body }) =>
    answerStsQuery(service, callers, { headers, body: new TextDecoder().decode(body) });
}

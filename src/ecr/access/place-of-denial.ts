import { formatOrigin } from '../../world/written-origin.js';
import { placeOf } from '../../world/written-origins.js';
import { type StatementExplanation, explainAccess } from './explain-access.js';
import type { WrittenQuestion } from './written-policies.js';

/**
 * Where it is written, in a template, a plan or a state, that a request is denied.
 *
 * @returns one line; undefined if nothing that has a say is written there
 */
export function placeOfDenial(question: WrittenQuestion): string | undefined {
  const { written, request, identityPolicies = [] } = question;
  if (written === undefined) return undefined;
  const { statements, decidedBy } = explainAccess(question);
  if (decidedBy?.effect === 'Deny') return placed(decidedBy, 'denies it');
  const near = statements.find(
    ({ effect, failed, origin }) =>
      effect === 'Allow' && failed !== undefined && !/Action$/.test(failed.element) && origin !== undefined,
  );
  if (near?.failed !== undefined) {
    const { element, expected, received } = near.failed;
    return placed(near, `does not match: ${element} is ${expected}, the call has ${received}`);
  }
  if (question.identityPolicies?.length === 0) return written.without('identity policy')[0];
  const places = identityPolicies.flatMap((_, index) => {
    const place = placeOf(written.of('identity policy', index + 1));
    return place === undefined ? [] : [formatOrigin(place)];
  });
  return places.length === 0 ? undefined : `no statement of ${places.join(', ')} speaks of ${request.action}`;
}

function placed({ sid, statement, origin }: StatementExplanation, what: string): string | undefined {
  if (origin === undefined) return undefined;
  const name = sid === undefined ? `statement #${statement}` : `statement "${sid}"`;
  return `${name} ${what}, written at ${formatOrigin(origin)}`;
}

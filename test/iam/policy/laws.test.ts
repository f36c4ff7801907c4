/** What holds of every decision, whatever the policies are. */
import fc from 'fast-check';
import { explainAccess } from '../../../src/ecr/access/explain-access.js';
import type { Caller } from '../../../src/iam/caller.js';
import { type PolicyQuestion, decideAccess } from '../../../src/iam/policy/decide.js';
import type { PolicyKind } from '../../../src/iam/policy/document.js';
import { ACCOUNT, REPOSITORY, policy, request, session, stranger, user } from './requests.js';

const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
type Statement = Record<string, unknown>;

const callers: readonly Caller[] = [user, session, stranger];

/** Elements that match more often than not, so that whole questions are allowed and denied about as often. */
const principals = fc.constantFrom<unknown>(
  '*',
  { AWS: ACCOUNT },
  { AWS: ROOT },
  { AWS: user.arn },
  { AWS: session.arn },
  { AWS: session.roleArn },
  { AWS: stranger.accountId },
  { AWS: [stranger.arn, user.arn] },
  { Service: 'ecr.amazonaws.com' },
);
const what = fc.record({
  Action: fc.constantFrom('ecr:*', 'ecr:Put*', 'ecr:PutImag?', '*', 'ECR:putimage', 'ecr:GetImage'),
  Resource: fc.constantFrom('*', '*', REPOSITORY, REPOSITORY.replace('app', 'a*'), `${REPOSITORY}-2`),
});
const condition = fc.constantFrom<Statement>(
  {},
  {},
  {},
  { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'core' } } },
  { Condition: { StringNotEquals: { 'aws:PrincipalTag/team': 'core' } } },
  { Condition: { Null: { 'aws:SourceIp': 'true' } } },
);
const effect = fc.constantFrom('Allow', 'Allow', 'Allow', 'Allow', 'Deny');

const resourceStatement = fc
  .tuple(effect, fc.constantFrom('Principal', 'Principal', 'NotPrincipal'), principals, what, condition)
  .map(([Effect, element, who, rest, when]): Statement => ({
    Effect,
    Principal: undefined,
    [element]: who,
    ...rest,
    ...when,
  }));
const identityStatement = fc
  .tuple(effect, what, condition)
  .map(([Effect, rest, when]): Statement => ({ Effect, Principal: undefined, ...rest, ...when }));

/** The statements of each policy; a policy without statements is absent. */
interface World {
  readonly caller: Caller;
  readonly team: string | undefined;
  readonly repository: readonly Statement[];
  readonly registry: readonly Statement[];
  readonly identity: readonly Statement[];
  readonly session: readonly Statement[];
}
type Side = 'repository' | 'registry' | 'identity' | 'session';
const SIDES: readonly Side[] = ['repository', 'registry', 'identity', 'session'];

const few = (statement: fc.Arbitrary<Statement>) => fc.array(statement, { maxLength: 3 });
const world: fc.Arbitrary<World> = fc.record({
  caller: fc.constantFrom(...callers),
  team: fc.constantFrom(undefined, 'core', 'edge'),
  repository: few(resourceStatement),
  registry: few(resourceStatement),
  identity: few(identityStatement),
  session: fc.oneof(fc.constant([]), fc.constant([]), few(identityStatement)),
});
const statementOf = (side: Side) =>
  side === 'identity' || side === 'session' ? identityStatement : resourceStatement;
/** A side, and a statement to be added there. */
const addition = fc
  .constantFrom(...SIDES)
  .chain((side) => statementOf(side).map((statement) => ({ side, statement })));

function questionOf(one: World, version?: string): PolicyQuestion {
  const read = (statements: readonly Statement[], kind: PolicyKind) =>
    statements.length === 0 ? undefined : policy([...statements], kind, version);
  const repositoryPolicy = read(one.repository, 'repository');
  const registryPolicy = read(one.registry, 'registry');
  const identity = read(one.identity, 'identity');
  const narrowing = read(one.session, 'identity');
  const keys: Record<string, string> = one.team === undefined ? {} : { 'aws:PrincipalTag/team': one.team };
  return {
    request: request({ principal: one.caller, keys }),
    owner: ACCOUNT,
    ...(repositoryPolicy && { repositoryPolicy }),
    ...(registryPolicy && { registryPolicy }),
    // Nobody is an administrator here: without statements, nothing is allowed on the identity side.
    identityPolicies: identity === undefined ? [] : [identity],
    ...(narrowing && { sessionPolicies: [narrowing] }),
  };
}

const allows = (one: World) => decideAccess(questionOf(one)).allowed;
const withMore = (one: World, side: Side, statement: Statement): World => ({
  ...one,
  [side]: [...one[side], statement],
});
const everywhere = (
  one: World,
  change: (statements: readonly Statement[]) => readonly Statement[],
): World => ({
  ...one,
  repository: change(one.repository),
  registry: change(one.registry),
  identity: change(one.identity),
  session: change(one.session),
});

describe('the questions that are drawn', () => {
  const samples = fc.sample(fc.tuple(world, addition), { numRuns: 600, seed: 7 });
  const share = (counts: (one: World, side: Side, statement: Statement) => boolean) =>
    samples.filter(([one, { side, statement }]) => counts(one, side, statement)).length / samples.length;

  test('are allowed and denied, each often enough to tell', () => {
    const allowed = share((one) => allows(one));
    expect(allowed).toBeGreaterThan(0.25);
    expect(allowed).toBeLessThan(0.75);
  });

  test('are denied for each of the reasons', () => {
    const reasons = samples.map(([one]) => decideAccess(questionOf(one)).reason);
    for (const reason of ['explicit-deny', 'no-identity-allow', 'no-session-allow', 'no-resource-allow']) {
      expect(reasons.filter((given) => given === reason).length).toBeGreaterThan(samples.length / 100);
    }
  });

  test('are often enough decided otherwise by a statement more', () => {
    const flips = (Effect: string) => (one: World, side: Side, statement: Statement) =>
      allows(one) !== allows(withMore(one, side, { ...statement, Effect }));
    expect(share(flips('Deny'))).toBeGreaterThan(0.05);
    expect(share(flips('Allow'))).toBeGreaterThan(0.05);
  });
});

test('an added Deny never widens access, on whatever side', () => {
  fc.assert(
    fc.property(world, addition, (one, { side, statement }) => {
      if (!allows(one)) expect(allows(withMore(one, side, { ...statement, Effect: 'Deny' }))).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test('an added Allow never narrows it, on whatever side', () => {
  fc.assert(
    fc.property(world, addition, (one, { side, statement }) => {
      // A first session policy narrows by being there.
      fc.pre(side !== 'session' || one.session.length > 0);
      if (allows(one)) expect(allows(withMore(one, side, { ...statement, Effect: 'Allow' }))).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('a session policy never widens access', () => {
  fc.assert(
    fc.property(world, identityStatement, (one, statement) => {
      const free = { ...one, session: [] };
      if (!allows(free)) expect(allows(withMore(free, 'session', statement))).toBe(false);
    }),
    { numRuns: 150 },
  );
});

test('the order of statements, and of the policies of a caller, is irrelevant', () => {
  fc.assert(
    fc.property(world, (one) => {
      const reversed = everywhere(one, (statements) => [...statements].reverse());
      expect(decideAccess(questionOf(reversed)).reason).toBe(decideAccess(questionOf(one)).reason);

      const [first, ...others] = one.identity;
      fc.pre(first !== undefined && others.length > 0);
      const split = [policy([first], 'identity'), policy(others, 'identity')];
      const question = { ...questionOf(one), identityPolicies: split };
      expect(decideAccess(question).allowed).toBe(allows(one));
      expect(decideAccess({ ...question, identityPolicies: split.reverse() }).allowed).toBe(allows(one));
    }),
    { numRuns: 150 },
  );
});

test('a single value and a list of one are equal, in every element', () => {
  const listed = (value: unknown): unknown => (typeof value === 'string' ? [value] : value);
  const principal = (value: unknown): unknown =>
    typeof value !== 'object' || value === null
      ? value
      : Object.fromEntries(Object.entries(value).map(([type, one]) => [type, listed(one)]));
  const conditions = (value: unknown): unknown =>
    value === undefined
      ? undefined
      : Object.fromEntries(
          Object.entries(value as Record<string, Record<string, string>>).map(([operator, keys]) => [
            operator,
            Object.fromEntries(Object.entries(keys).map(([key, one]) => [key, listed(one)])),
          ]),
        );
  fc.assert(
    fc.property(world, (one) => {
      const lists = everywhere(one, (statements) =>
        statements.map(({ Principal, NotPrincipal, Action, Resource, Condition, ...rest }) => ({
          ...rest,
          Principal: principal(Principal),
          NotPrincipal: principal(NotPrincipal),
          Action: listed(Action),
          Resource: listed(Resource),
          Condition: conditions(Condition),
        })),
      );
      expect(decideAccess(questionOf(lists)).reason).toBe(decideAccess(questionOf(one)).reason);
    }),
    { numRuns: 150 },
  );
});

test('RF-I4 the account id and the root ARN are equal, in Principal and in NotPrincipal', () => {
  const written = (from: string, to: string) => (statements: readonly Statement[]) =>
    JSON.parse(JSON.stringify(statements).replaceAll(`"${from}"`, `"${to}"`)) as Statement[];
  fc.assert(
    fc.property(world, (one) => {
      const [ids, arns] = [written(ROOT, ACCOUNT), written(ACCOUNT, ROOT)];
      const reasonFor = (change: typeof ids) => {
        const rewritten = everywhere(one, (statements) =>
          change(statements).map((statement) => ({ Principal: undefined, ...statement })),
        );
        return decideAccess(questionOf(rewritten)).reason;
      };
      expect(reasonFor(ids)).toBe(reasonFor(arns));
    }),
    { numRuns: 150 },
  );
});

test('the explanation agrees with the decision, and names a statement that matches', () => {
  fc.assert(
    fc.property(world, (one) => {
      const question = questionOf(one);
      const decision = decideAccess(question);
      const { allowed, decidedBy, statements } = explainAccess(question);
      expect(allowed).toBe(decision.allowed);
      if (decision.reason === 'allowed' || decision.reason === 'explicit-deny') {
        expect(decidedBy).toMatchObject({ matches: true, effect: allowed ? 'Allow' : 'Deny' });
        expect(statements).toContain(decidedBy);
      } else {
        expect(decidedBy).toBeUndefined();
        expect(statements.filter((each) => each.matches && each.effect === 'Deny')).toEqual([]);
      }
      // Whatever does not match says by which element.
      for (const { matches, failed } of statements) expect(matches).toBe(failed === undefined);
    }),
    { numRuns: 150 },
  );
});

import { repositoryArn } from '../aws/arn.js';
import type { Failure } from '../aws/failure.js';
import { accessQuestion, isUnquestioned } from '../ecr/access/access-question.js';
import { placeOfDenial } from '../ecr/access/place-of-denial.js';
import type { RequestTags } from '../ecr/access/request-keys.js';
import type { WrittenQuestion } from '../ecr/access/written-policies.js';
import type { Caller } from '../iam/caller.js';
import { accessDenied, decideAccess } from '../iam/policy/decide.js';
import { policyOf } from '../iam/policy/parsed-policies.js';
import type { Operation } from '../operations/operation.js';
import type { CallTarget } from '../operations/target.js';
import type { Registry } from '../world/registry.js';
import type { Tracer } from './tracer.js';

/** Who calls, at which endpoint, and when. */
interface Asker {
  readonly caller: Caller;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * Is the caller allowed to do this? For an administrator in its own account only a Deny in a resource policy matters;
 * everyone else needs an Allow on the side, or on both sides, as the decision table says.
 */
export function authorise(
  operation: Operation,
  input: Tagging,
  { registry, scope, repositoryNames }: CallTarget,
  asker: Asker,
  tracer?: Tracer,
): Failure | undefined {
  const action = operation.action ?? `ecr:${operation.name}`;
  if (scope !== 'repository') return authoriseOn(registry, scope, undefined, action, asker, input, tracer);
  for (const name of repositoryNames) {
    const denied = authoriseOn(registry, scope, name, action, asker, input, tracer);
    if (denied !== undefined) return denied;
  }
  return undefined;
}

/** Why the caller is not allowed to do this to a repository, which need not exist. */
export function refusalToDo(
  action: string,
  registry: Registry,
  repositoryName: string,
  asker: Asker,
): Failure | undefined {
  return authoriseOn(registry, 'repository', repositoryName, action, asker);
}

/** Would the caller be permitted to set the policy of a repository, if its policy were this text? */
export function maySetPolicy(
  policyText: string,
  registry: Registry,
  repositoryName: string,
  { caller, region, now }: Asker,
): boolean {
  const question = accessQuestion({
    registry,
    repositoryName,
    resource: repositoryArn(registry.region, registry.accountId, repositoryName),
    action: 'ecr:SetRepositoryPolicy',
    caller,
    region,
    now,
    ofRegistry: false,
  });
  const repositoryPolicy = policyOf(policyText, 'repository');
  return decideAccess({ ...question, ...(repositoryPolicy === undefined ? {} : { repositoryPolicy }) })
    .allowed;
}

function authoriseOn(
  registry: Registry,
  scope: CallTarget['scope'],
  repositoryName: string | undefined,
  action: string,
  { caller, region, now }: Asker,
  input?: Tagging,
  tracer?: Tracer,
): Failure | undefined {
  const ofRegistry = scope === 'registry';
  if (isUnquestioned(caller, registry, repositoryName, ofRegistry)) return undefined;
  const question = accessQuestion({
    registry,
    repositoryName,
    resource: ofRegistry ? '*' : repositoryArn(registry.region, registry.accountId, repositoryName ?? '*'),
    action,
    caller,
    region,
    now,
    tags: input && requestTags(input),
    ofRegistry,
  });
  tracer?.asked(question);
  const decision = decideAccess(question);
  if (decision.allowed) return undefined;
  const denial = accessDenied(decision, question.request);
  if (question.written !== undefined) questions.set(denial, question);
  return denial;
}

/** What was asked where policies of templates have a say: an explanation costs more than a denial. */
const questions = new WeakMap<Failure, WrittenQuestion>();

/** Where it is written that a call is denied, in a template, a plan or a state; undefined if nowhere. */
export function placeInTemplate(denial: Failure): string | undefined {
  const question = questions.get(denial);
  return question && placeOfDenial(question);
}

/** Members that some inputs have. */
interface Tagging {
  readonly tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly tagKeys?: readonly string[];
}

/** Tags that an input sets or removes, for conditions on them. */
function requestTags(input: Tagging): RequestTags | undefined {
  if (input.tags !== undefined) {
    const set = new Map(input.tags.map(({ Key, Value }) => [Key, Value]));
    return { set, keys: [...set.keys()] };
  }
  return input.tagKeys === undefined ? undefined : { keys: input.tagKeys };
}

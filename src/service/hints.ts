import type { Failure } from '../aws/failure.js';
import { policyFaults } from '../iam/policy/document.js';
import type { World } from '../world/world.js';
import type { Scope } from './call.js';

/** A call that was refused, as far as a hint looks at it. */
interface Refused {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly scope: Scope;
  readonly world: World;
}

const MOST_NAMED = 3;

/**
 * What a test's author should know of a refusal and ECR does not say: what was probably forgotten in the set-up, or
 * where in a policy the fault is. It never goes into the answer.
 *
 * @returns one line; undefined for most refusals
 */
export function hintOf(failure: Failure, call: Refused): string | undefined {
  switch (failure.code) {
    case 'RepositoryNotFoundException':
      return elsewhere(call);
    case 'LayersNotFoundException':
      return "layers are uploaded before their manifest, as on ECR; a suite that puts bare manifests says fakeEcr({ layers: 'assumed' })";
    case 'InvalidParameterException':
      return placeInPolicy(call);
    default:
      return undefined;
  }
}

/** The repository is there for another account, and nobody said which account calls. */
function elsewhere({ input, scope, world }: Refused): string | undefined {
  if (scope.isDefaultCaller !== true || input['registryId'] !== undefined) return undefined;
  const names = namesIn(input);
  const found = [...world.registries()]
    .filter((one) => one.region === scope.region && names.some((name) => one.repository(name) !== undefined))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const [first] = found;
  if (first === undefined) return undefined;
  const { accountId } = first;
  const places = found.slice(0, MOST_NAMED).map(({ key }) => key);
  return (
    `nothing says who calls, so it is the default account ${scope.caller.accountId}, and '${names.join("', '")}' is at ${places.join(', ')}: ` +
    `make that the default by fakeEcr({ defaultAccount: '${accountId}' }), give the client credentials: ecr.credentials('${accountId}'), ` +
    `or say it of an existing client by ecr.bind(client, { account: '${accountId}' })`
  );
}

function namesIn({ repositoryName, repositoryNames }: Refused['input']): readonly string[] {
  const names: readonly unknown[] = Array.isArray(repositoryNames) ? repositoryNames : [repositoryName];
  return names.filter((name) => typeof name === 'string').slice(0, MOST_NAMED);
}

const POLICIES: Readonly<Record<string, 'repository' | 'registry'>> = {
  SetRepositoryPolicy: 'repository',
  PutRegistryPolicy: 'registry',
};

/** ECR does not say where the fault of a policy is [observed]. */
function placeInPolicy({ operation, input }: Refused): string | undefined {
  const kind = POLICIES[operation];
  const text = input['policyText'];
  if (kind === undefined || typeof text !== 'string') return undefined;
  const [fault] = policyFaults(text, kind);
  return fault === undefined ? undefined : `the fault of the policy: ${fault.path} ${fault.problem}`;
}

import type { Failure } from '../aws/failure.js';
import { policyFaults } from '../iam/policy/document.js';
import { misspeltOf } from '../lib/nearest.js';
import type { World } from '../world/world.js';
import { placeInTemplate } from './authorise.js';
import type { Scope } from './call.js';

/** The parts of a refused call that a hint needs. */
interface Refused {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly scope: Scope;
  readonly world: World;
}

const MOST_NAMED = 3;

/**
 * What ECR does not say about a refusal, but helps the test's author: what was probably forgotten in the set-up, or
 * where the error in a policy is. It is never part of the response.
 *
 * @returns one line; undefined for most refusals
 */
export function hintOf(failure: Failure, call: Refused): string | undefined {
  switch (failure.code) {
    case 'RepositoryNotFoundException':
      return inAnotherAccount(call) ?? inAnotherRegion(call) ?? misspelt(call);
    case 'LayersNotFoundException':
      return "layers are uploaded before their manifest, as on ECR; a suite that puts bare manifests says fakeEcr({ layers: 'assumed' })";
    case 'AccessDeniedException':
      return placeInTemplate(failure);
    case 'InvalidParameterException':
      return placeInPolicy(call);
    default:
      return undefined;
  }
}

/** Another account has the repository, and the test did not say which account calls. */
function inAnotherAccount({ input, scope, world }: Refused): string | undefined {
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
    `the caller is not known, so it is the default account ${scope.caller.accountId}, and '${names.join("', '")}' is at ${places.join(', ')}: ` +
    `make that the default by fakeEcr({ defaultAccount: '${accountId}' }), give the client credentials: ecr.credentials('${accountId}'), ` +
    `or say it of an existing client by ecr.bind(client, { account: '${accountId}' })`
  );
}

/** The same account has the repository in another Region: the client's Region is not the one of the set-up. */
function inAnotherRegion({ input, scope, world }: Refused): string | undefined {
  const account = input['registryId'] ?? scope.caller.accountId;
  const names = namesIn(input);
  const found = [...world.registries()]
    .filter((one) => one.accountId === account && names.some((name) => one.repository(name) !== undefined))
    .map(({ key }) => key)
    .sort();
  if (found.length === 0) return undefined;
  return (
    `the call went to ${scope.region}, the Region of the client, and '${names.join("', '")}' is at ${found.slice(0, MOST_NAMED).join(', ')}: ` +
    'give the client that Region, or create the repository in this one'
  );
}

/** How many repositories are looked at for a name that is similar. */
const MOST_COMPARED = 1000;

/** The registry has a repository whose name differs by one letter. */
function misspelt({ input, scope, world }: Refused): string | undefined {
  const account = input['registryId'] ?? scope.caller.accountId;
  const registry = typeof account === 'string' ? world.findRegistry(account, scope.region) : undefined;
  if (registry === undefined) return undefined;
  const known: string[] = [];
  for (const { name } of registry.repositories()) if (known.push(name) === MOST_COMPARED) break;
  for (const name of namesIn(input)) {
    const meant = registry.repository(name) === undefined ? misspeltOf(name, known) : undefined;
    if (meant !== undefined)
      return `'${name}' is not at ${registry.key}, and '${meant}' is: one of them may be misspelt`;
  }
  return undefined;
}

function namesIn({ repositoryName, repositoryNames }: Refused['input']): readonly string[] {
  const names: readonly unknown[] = Array.isArray(repositoryNames) ? repositoryNames : [repositoryName];
  return names.filter((name) => typeof name === 'string').slice(0, MOST_NAMED);
}

const POLICIES: Readonly<Record<string, 'repository' | 'registry'>> = {
  SetRepositoryPolicy: 'repository',
  PutRegistryPolicy: 'registry',
};

/** ECR does not say where the error in a policy is [observed]. */
function placeInPolicy({ operation, input }: Refused): string | undefined {
  const kind = POLICIES[operation];
  const text = input['policyText'];
  if (kind === undefined || typeof text !== 'string') return undefined;
  const [fault] = policyFaults(text, kind);
  return fault === undefined ? undefined : `the fault of the policy: ${fault.path} ${fault.problem}`;
}

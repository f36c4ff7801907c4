import { parseRepositoryArn } from '../aws/arn.js';
import { type Outcome, invalidParameter } from '../aws/failure.js';
import type { Caller } from '../iam/caller.js';
import type { Registry } from '../world/registry.js';
import type { World } from '../world/world.js';

/** What an input names, before anything is looked up. Without a registry it is the caller's own. */
export type NamedTarget =
  /** The settings of a registry. Resource policies do not apply to them. */
  | { readonly scope: 'registry'; readonly registryId?: string | undefined }
  /** Repositories by name, all of which must be allowed. */
  | {
      readonly scope: 'repository';
      readonly repositoryNames: readonly string[];
      readonly registryId?: string | undefined;
    }
  /** All repositories of a registry. */
  | { readonly scope: 'repositories'; readonly registryId?: string | undefined }
  /** A repository by its ARN. */
  | { readonly scope: 'arn'; readonly arn: string };

/** Members of inputs that name the target: operations get the {@link CallTarget} instead. */
export type TargetMember = 'registryId' | 'repositoryName' | 'repositoryNames' | 'resourceArn';

/** The target of a call: resolved once, used by the authorisation and then by the operation. */
export class CallTarget {
  constructor(
    readonly registry: Registry,
    readonly scope: 'registry' | 'repositories' | 'repository',
    /** The repositories that are named; they need not exist. */
    readonly repositoryNames: readonly string[],
  ) {}

  /** The repository that is named. */
  get repositoryName(): string {
    const [name] = this.repositoryNames;
    if (name === undefined) throw new Error(`The target of this call is a ${this.scope}, not a repository.`);
    return name;
  }
}

const NO_NAMES: readonly string[] = [];

/**
 * Resolves the target of a call. Its registry is always in the endpoint's Region.
 *
 * @param named what the input names, from the operation; by default the repository, otherwise the registry
 * @param input after validation
 */
export function findTarget(
  named: NamedTarget | undefined,
  input: { readonly repositoryName?: string; readonly registryId?: string },
  { accountId }: Caller,
  region: string,
  world: World,
): Outcome<CallTarget> {
  if (named === undefined) {
    const { repositoryName, registryId = accountId } = input;
    const registry = world.registry(registryId, region);
    return repositoryName === undefined
      ? new CallTarget(registry, 'registry', NO_NAMES)
      : new CallTarget(registry, 'repository', [repositoryName]);
  }
  if (named.scope === 'arn') return findByArn(named.arn, region, world);
  const registry = world.registry(named.registryId ?? accountId, region);
  const names = named.scope === 'repository' ? named.repositoryNames : NO_NAMES;
  return new CallTarget(registry, named.scope, names);
}

/** The repository that an ARN names; an ARN of another Region or partition counts as malformed [assumed]. */
function findByArn(arn: string, region: string, world: World): Outcome<CallTarget> {
  const parsed = parseRepositoryArn(arn);
  const registry = parsed && world.registry(parsed.accountId, region);
  if (parsed?.region !== region || registry?.partition.id !== parsed.partition) {
    return invalidParameter('resourceArn', 'Invalid ARN');
  }
  return new CallTarget(registry, 'repository', [parsed.repositoryName]);
}

import { Failure } from '../../aws/failure.js';
import type { Caller } from '../../iam/caller.js';
import { OrderedIndex, type Positioned } from '../../lib/ordered-index.js';
import type { OwningRegistry } from './owning-registry.js';

/** A principal whose pulls do not update the pull time. */
export interface PullTimeExclusion extends Positioned {
  readonly principalArn: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** The exclusions of one registry. */
export class PullTimeExclusions {
  private readonly byArn = new Map<string, PullTimeExclusion>();
  private readonly order = new OrderedIndex<PullTimeExclusion>();

  constructor(private readonly owner: OwningRegistry) {}

  register(principalArn: string, at: number): PullTimeExclusion | Failure {
    const { accountId, limits, positions } = this.owner;
    if (this.byArn.has(principalArn)) return alreadyExcluded(principalArn, accountId);
    if (this.byArn.size >= limits.pullTimeExclusionsPerRegistry) {
      return tooMany(accountId, limits.pullTimeExclusionsPerRegistry);
    }
    const exclusion = { principalArn, createdAt: at, position: positions.next() };
    this.byArn.set(principalArn, exclusion);
    this.order.add(exclusion);
    return exclusion;
  }

  deregister(principalArn: string): PullTimeExclusion | Failure {
    const exclusion = this.byArn.get(principalArn);
    if (exclusion === undefined) return notExcluded(principalArn, this.owner.accountId);
    this.byArn.delete(principalArn);
    this.order.delete(exclusion);
    return exclusion;
  }

  /** @returns puts back the exclusions that there are now */
  mark(): () => void {
    const before = [...this.order];
    return () => {
      for (const one of [...this.order]) this.order.delete(one);
      this.byArn.clear();
      for (const one of before) {
        this.byArn.set(one.principalArn, one);
        this.order.add(one);
      }
    };
  }

  list(position?: number): Iterable<PullTimeExclusion> {
    return this.order.from(position);
  }

  /** The session of a role counts as the role [docs]. */
  covers(caller: Caller): boolean {
    return this.byArn.size > 0 && this.byArn.has(caller.roleArn ?? caller.arn);
  }
}

/** The service's own texts are unknown [assumed]. */
function alreadyExcluded(arn: string, registryId: string): Failure {
  return new Failure(
    'ExclusionAlreadyExistsException',
    `The pull time update exclusion for principal '${arn}' already exists in the registry with id '${registryId}'`,
  );
}

function notExcluded(arn: string, registryId: string): Failure {
  return new Failure(
    'ExclusionNotFoundException',
    `The pull time update exclusion for principal '${arn}' does not exist in the registry with id '${registryId}'`,
  );
}

function tooMany(registryId: string, limit: number): Failure {
  return new Failure(
    'LimitExceededException',
    `The registry with id '${registryId}' already has the maximum allowed number of pull time update exclusions which is '${limit}'`,
  );
}

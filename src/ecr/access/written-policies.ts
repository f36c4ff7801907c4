import type { Caller } from '../../iam/caller.js';
import type { PolicyQuestion } from '../../iam/policy/decide.js';
import { lookedAtInVain } from '../../world/deployed-source.js';
import type { Registry } from '../../world/registry.js';
import {
  placeIn,
  writtenRegistryPolicy,
  writtenRepository,
  writtenRepositoryPolicy,
} from '../../world/written-documents.js';
import { formatOrigin } from '../../world/written-origin.js';
import { type WrittenAnswer, placeOf } from '../../world/written-origins.js';

/** The kinds of policies that decide about a request. */
export type PolicySide = 'identity policy' | 'session policy' | 'repository policy' | 'registry policy';

/** Where policies are declared in templates, plans and states. */
export interface WrittenPolicies {
  /** @param number 1 for the first policy of its side */
  of(side: PolicySide, number: number): WrittenAnswer | undefined;
  /** Lines about the deployments that were searched, for a side that has no policy. */
  without(side: PolicySide): readonly string[];
}

/** A question about access that knows where the policies are declared, for its explanation. */
export interface WrittenQuestion extends PolicyQuestion {
  readonly written?: WrittenPolicies;
}

/** Where the policies that apply to a request are declared. */
export function writtenPolicies(
  caller: Caller,
  registry: Registry,
  repositoryName: string | undefined,
): WrittenPolicies {
  const { origins } = registry.world;
  const who = caller.roleArn ?? caller.arn;
  const repository = repositoryName === undefined ? undefined : registry.repository(repositoryName);
  return {
    of(side, number) {
      switch (side) {
        case 'identity policy':
          return origins.of(
            'identity policy',
            `${who} ${number}`,
            () => caller.identityPolicies?.[number - 1] ?? '',
          );
        case 'repository policy':
          return repository && writtenRepositoryPolicy(repository);
        case 'registry policy':
          return writtenRegistryPolicy(registry);
        case 'session policy':
          return undefined;
      }
    },
    without(side) {
      if (side === 'identity policy') {
        const principal = placeOf(origins.of('principal', who, () => ''));
        return principal === undefined
          ? []
          : [`nothing is attached to ${formatOrigin({ ...principal, path: '' })}`];
      }
      if (side === 'registry policy') {
        return lookedAtInVain(origins.sources.values(), registry.key, 'registry policy');
      }
      if (side !== 'repository policy' || repository === undefined) return [];
      const written = writtenRepository(registry, repository.name);
      const hadOne = origins.has('repository policy', placeIn(registry, repository.name));
      if (written === undefined || written.since !== undefined || hadOne) return [];
      return [`${formatOrigin({ ...written.document, path: '' })} declares none for it`];
    },
  };
}

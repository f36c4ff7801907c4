import { globMatches } from '../../lib/glob.js';
import type { PlannedResource } from '../../scenes/iac/thing.js';
import type { Path } from '../reading/reader.js';

/** Whether the part of a registry at a path is compared. */
export type Scope = (path: Path) => boolean;

/** A seed or a snapshot is the whole registry: anything else should not exist. */
export const WHOLE_REGISTRY: Scope = () => true;

/** A template or a plan covers only what it declares. */
export function declaredScope(resources: readonly PlannedResource[], account: string, region: string): Scope {
  const declared = new Set<string>();
  const repositories = new Set<string>();
  for (const resource of resources) {
    if (resource.account !== account || resource.region !== region) continue;
    for (const path of pathsOf(resource)) declared.add(path.join('\n'));
    const name = repositoryOf(resource);
    if (name !== undefined) repositories.add(name);
  }
  // By kind and name; a repository's policies by their own.
  return ([kind = '', name, part]) => {
    const any = [...declared].some((one) => one === kind || one.startsWith(`${kind}\n`));
    if (name === undefined) return kind === 'repositories' ? repositories.size > 0 : any;
    if (kind === 'settings' || kind === 'pullThrough' || kind === 'templates') {
      return declared.has(`${kind}\n${name}`);
    }
    if (kind !== 'repositories') return any;
    if (!repositories.has(name)) return false;
    if (part === undefined) return true;
    if (part === 'images') return false;
    if (part === 'policy' || part === 'lifecyclePolicy') return declared.has(`${kind}\n${name}\n${part}`);
    return declared.has(`${kind}\n${name}`);
  };
}

function repositoryOf({ thing }: PlannedResource): string | undefined {
  switch (thing.kind) {
    case 'repository':
    case 'repository policy':
    case 'lifecycle policy':
      return thing.input.repositoryName;
    default:
      return undefined;
  }
}

/** What a resource says something about. */
function pathsOf({ thing }: PlannedResource): readonly Path[] {
  switch (thing.kind) {
    case 'repository': {
      const path = ['repositories', thing.input.repositoryName];
      // CloudFormation deletes a policy that the template does not have [docs]; to Terraform it is another resource.
      return thing.policies === undefined
        ? [path]
        : [path, [...path, 'policy'], [...path, 'lifecyclePolicy']];
    }
    case 'repository policy':
      return [['repositories', thing.input.repositoryName, 'policy']];
    case 'lifecycle policy':
      return [['repositories', thing.input.repositoryName, 'lifecyclePolicy']];
    case 'replication configuration':
      return [['replication']];
    case 'registry policy':
      return [['policy']];
    case 'scanning configuration':
      return [['scanning']];
    case 'account setting':
      return [['settings', thing.input.name]];
    case 'pull-through cache rule':
      return [['pullThrough', thing.input.ecrRepositoryPrefix.replace(/\/$/, '')]];
    case 'creation template':
      return [['templates', thing.input.prefix.replace(/\/$/, '')]];
    default:
      return [];
  }
}

/** A scope without what globs such as `repositories.*.images` describe, and what is below that. */
export function without(scope: Scope, globs: readonly string[]): Scope {
  if (globs.length === 0) return scope;
  return (path) => {
    const isIgnored = path.some((_step, index) => {
      const text = path.slice(0, index + 1).join('.');
      return globs.some((glob) => globMatches(glob, text));
    });
    return !isIgnored && scope(path);
  };
}

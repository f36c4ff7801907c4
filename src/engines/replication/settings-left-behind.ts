import type { Registry } from '../../domain/registry.js';
import type { Repository } from '../../domain/repository.js';

/** What a repository has besides its images, none of which replication takes along [docs]. */
const SETTINGS: Readonly<Record<string, (repository: Repository) => string>> = {
  'tag mutability': ({ tagMutability }) => tagMutability.mode,
  encryption: ({ encryption }) => encryption.type,
  'scan on push': ({ scanOnPush }) => String(scanOnPush),
  'repository policy': ({ policyText }) => presence(policyText),
  'lifecycle policy': ({ lifecycle }) => presence(lifecycle),
  'resource tags': ({ resourceTags }) => String(resourceTags.size),
};

/** The settings in which the two repositories of a name differ, one line each. */
export function settingsLeftBehind(
  source: Registry,
  destination: Registry,
  repositoryName: string,
): readonly string[] {
  const here = source.repository(repositoryName);
  const there = destination.repository(repositoryName);
  if (here === undefined || there === undefined) return [];
  const differing = Object.entries(SETTINGS).filter(([, read]) => read(here) !== read(there));
  if (differing.length === 0) return [];
  const list = differing.map(([name, read]) => `${name} ${read(here)} here, ${read(there)} there`);
  return [`settings are not replicated: ${list.join('; ')}`];
}

function presence(value: unknown): string {
  return value === undefined ? 'none' : 'present';
}

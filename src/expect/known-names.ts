import { isKnownRegion } from '../aws/regions.js';
import type { Memory } from '../ecr/witness.js';
import { misspeltOf, mistypedOf, nearest } from '../lib/nearest.js';
import { formatReference } from '../world/images/image-reference.js';
import type { UnknownName } from './check.js';
import { mentionOf } from './mentions.js';
import { KEEP_MORE } from './times.js';

/** Repositories that exist, or were mentioned by a call, a replication or an event. */
function repositories(memory: Memory): ReadonlySet<string> {
  const known = new Set<string>();
  for (const registry of memory.world.registries()) {
    for (const { name } of registry.repositories()) known.add(name);
  }
  for (const happening of memory.journal) {
    const { repositoryName } = mentionOf(happening);
    if (typeof repositoryName === 'string') known.add(repositoryName);
  }
  return known;
}

/** Tags and digests of a repository that exist, in any registry, or were mentioned. */
function images(memory: Memory, repositoryName: string): ReadonlySet<string> {
  const known = new Set<string>();
  for (const registry of memory.world.registries()) {
    const repository = registry.repository(repositoryName);
    if (repository === undefined) continue;
    for (const tag of repository.tagNames()) known.add(tag);
    for (const image of repository.allImages()) known.add(image.digest);
  }
  for (const happening of memory.journal) {
    const mention = mentionOf(happening);
    if (mention.repositoryName !== repositoryName) continue;
    for (const name of mention.names) if (typeof name === 'string') known.add(name);
  }
  return known;
}

/** A repository's name that never occurred. */
export function unknownRepository(memory: Memory, name: string): UnknownName | undefined {
  const known = repositories(memory);
  if (known.has(name)) return undefined;
  return unknown(memory, `the repository '${name}'`, adviceOf(name, [...known], 'repositories'));
}

/** A repository's name that never occurred, and is probably a misspelt one. */
export function misspeltRepository(
  memory: Memory,
  name: string,
): (UnknownName & { readonly meant: string }) | undefined {
  const known = repositories(memory);
  const meant = known.has(name) ? undefined : misspeltOf(name, known);
  if (meant === undefined) return undefined;
  return {
    meant,
    ...unknown(
      memory,
      `the repository '${name}'`,
      `Did you mean '${meant}'? If it should not exist anywhere, check registry.repository('${name}').exists.`,
    ),
  };
}

/** A tag or digest that never occurred in its repository, and is probably a misspelt one. */
export function misspeltImage(
  memory: Memory,
  repositoryName: string,
  tag: string | undefined,
  digest: string | undefined,
): UnknownName | undefined {
  const known = images(memory, repositoryName);
  const slip = (name: string | undefined, meantBy: typeof misspeltOf) =>
    name === undefined || known.has(name) ? undefined : meantBy(name, known);
  const meant = slip(tag, misspeltOf) ?? slip(digest, mistypedOf);
  if (meant === undefined) return undefined;
  return unknown(
    memory,
    `the image ${formatReference(repositoryName, tag, digest)}`,
    `Did you mean '${meant}'? If it should not exist anywhere, check registry.repository('${repositoryName}').tags.`,
  );
}

/** An image that never occurred. */
export function unknownImage(
  memory: Memory,
  repositoryName: string,
  tag: string | undefined,
  digest: string | undefined,
): UnknownName | undefined {
  const name = tag ?? digest ?? '';
  const known = images(memory, repositoryName);
  if (known.has(name)) return undefined;
  return unknown(
    memory,
    `the image ${formatReference(repositoryName, tag, digest)}`,
    adviceOf(name, [...known], `images of '${repositoryName}'`),
  );
}

/** An account that never occurred, and is probably a misspelt one. */
export function mistypedAccount(memory: Memory, id: string): UnknownName | undefined {
  const known = accounts(memory);
  const meant = known.has(id) ? undefined : mistypedOf(id, known);
  if (meant === undefined) return undefined;
  return unknown(memory, `the account ${id}`, `Did you mean '${meant}'?`);
}

/** A Region that is well-formed, but neither one of AWS nor used in this world. */
export function unknownRegion(memory: Memory, region: string): UnknownName | undefined {
  const known = new Set([...memory.world.registries()].map((registry) => registry.region));
  if (isKnownRegion(region) || known.has(region)) return undefined;
  return {
    what: `the Region '${region}', which was never used in this world`,
    advice: adviceOf(region, [...known], 'Regions'),
  };
}

/** A registry without contents that was never called and that no rule names. */
export function unknownRegistry(
  { world }: Memory,
  accountId: string,
  region: string,
): UnknownName | undefined {
  if (world.findRegistry(accountId, region) !== undefined) return undefined;
  const registries = [...world.registries()];
  const isDestination = registries.some(({ replication }) =>
    replication.history.some(({ rules }) =>
      rules.some((rule) =>
        rule.destinations.some((one) => one.registryId === accountId && one.region === region),
      ),
    ),
  );
  if (isDestination) return undefined;
  const key = `${accountId}/${region}`;
  return {
    what: `the registry ${key}, which has never been in this world`,
    advice: `${adviceOf(
      key,
      registries.map((one) => one.key),
      'registries',
    )} If that is intended, pass ecr.registry('${accountId}', '${region}').`,
  };
}

function accounts({ world, journal }: Memory): ReadonlySet<string> {
  const known = new Set([...world.allAccounts()].map((account) => account.id));
  for (const one of journal) if (one.kind === 'call') known.add(one.call.accountId);
  return known;
}

/** A name of which nothing was heard, or of which the journal no longer knows. */
function unknown({ forgotten }: Memory, name: string, advice: string): UnknownName {
  if (forgotten === 0) {
    return { what: `${name}, which has never been in this world`, advice };
  }
  return {
    what: `${name}, which is neither in this world nor in its journal, whose ${forgotten} oldest entries are no longer kept`,
    conclusion: 'it may be misspelt',
    advice: `${advice} ${KEEP_MORE}`,
  };
}

const SHOWN = 5;

function adviceOf(name: string, known: readonly string[], what: string): string {
  const near = nearest(name, known);
  if (near !== undefined) return `Did you mean '${near}'?`;
  const rest = known.length > SHOWN ? ` and ${known.length - SHOWN} more` : '';
  return `Known ${what}: ${known.length === 0 ? 'none' : known.slice(0, SHOWN).join(', ') + rest}.`;
}

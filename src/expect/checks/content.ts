import type { Witness } from '../../ecr/witness.js';
import { shown } from '../../lib/arguments.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { nearest } from '../../lib/nearest.js';
import { formatReference, isRepositoryName, parseReferenceAt } from '../../world/images/image-reference.js';
import { SHA256_DIGEST } from '../../world/images/manifest.js';
import type { Registry } from '../../world/registry.js';
import type { Check } from '../check.js';
import { misspeltImage, misspeltRepository, unknownRepository } from '../known-names.js';

const SHOWN = 5;

/** Whether a registry has a repository. */
export function checkRepository(registry: Registry, name: string, witness: Witness): Check {
  // No registry can have such a repository: `.not` would always pass.
  if (!isRepositoryName(name)) {
    throw new FakeEcrError(
      `${shown(name)} is not a repository's name.`,
      "Expected 2 to 256 characters of lower case, for example 'team/payments'.",
    );
  }
  const names = [...registry.repositories()].map((repository) => repository.name);
  const pass = registry.repository(name) !== undefined;
  return {
    witness,
    pass,
    found: pass,
    expected: `repository '${name}' at ${registry.key}`,
    received: names.length === 0 ? 'a registry without repositories' : list('repositories', names),
    reasons: suggestion(name, names),
    unknown: () => misspeltRepository(witness, name),
  };
}

/** Whether a registry has an image, by tag or digest. */
export function checkImage(registry: Registry, reference: string, witness: Witness): Check {
  const { repositoryName, tag, digest } = parseReferenceAt(registry, reference);
  const repository = registry.repository(repositoryName);
  const unknown = () =>
    unknownRepository(witness, repositoryName) ?? misspeltImage(witness, repositoryName, tag, digest);
  const about = { repositoryName, tag, digest };
  const expected = `image ${formatReference(repositoryName, tag, digest)} at ${registry.key}`;
  if (repository === undefined) {
    const check = checkRepository(registry, repositoryName, witness);
    return { ...check, expected, unknown, about };
  }
  const image = tag === undefined ? repository.image(digest as string) : repository.tag(tag)?.image;
  const tags = [...repository.tagNames()];
  const wrongDigest = image !== undefined && digest !== undefined && image.digest !== digest;
  const pass = image !== undefined && !wrongDigest;
  return {
    witness,
    pass,
    found: pass,
    expected,
    received: wrongDigest
      ? `${repositoryName}:${tag ?? ''} is ${image.digest}`
      : tags.length === 0
        ? `repository '${repositoryName}' without tags (${repository.imageCount} images)`
        : list(`tags of '${repositoryName}'`, tags),
    reasons: tag === undefined ? [] : suggestion(tag, tags),
    unknown,
    about,
  };
}

/** Whether a registry has a tag, on that digest if one is given. */
export function checkTag(
  registry: Registry,
  reference: string,
  digest: string | undefined,
  witness: Witness,
): Check {
  const parsed = parseReferenceAt(registry, reference);
  if (parsed.tag === undefined) {
    throw new FakeEcrError(`'${reference}' names no tag.`, "Expected for example 'payments:v1'.");
  }
  if (digest !== undefined && (typeof digest !== 'string' || !SHA256_DIGEST.test(digest))) {
    throw new FakeEcrError(`${shown(digest)} is not a digest.`, "Expected 'sha256:<64 hex digits>'.");
  }
  const check = checkImage(registry, `${parsed.repositoryName}:${parsed.tag}`, witness);
  const expected = `tag '${parsed.tag}' in '${parsed.repositoryName}' at ${registry.key}`;
  const base = { ...check, expected };
  const held = registry.repository(parsed.repositoryName)?.tag(parsed.tag);
  if (digest === undefined || held === undefined) return base;
  const pass = held.image.digest === digest;
  return {
    ...base,
    expected: `${expected} on ${digest}`,
    pass,
    found: pass,
    unknown: () => misspeltImage(witness, parsed.repositoryName, undefined, digest),
    received: `it is on ${held.image.digest}, since ${new Date(held.putAt).toISOString()}`,
  };
}

function list(what: string, names: readonly string[]): string {
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return `${what}: ${names.slice(0, SHOWN).join(', ')}${more}`;
}

function suggestion(name: string, names: readonly string[]): readonly string[] {
  const similar = nearest(name, names);
  return similar === undefined || similar === name ? [] : [`the nearest that exists is '${similar}'`];
}

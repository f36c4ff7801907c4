import { DNS_SUFFIXES } from '../../aws/regions.js';
import { shown } from '../../lib/arguments.js';
import { FakeEcrError } from '../../lib/misuse.js';

/** The grammar of repository names, also used inside image references [observed]. */
export const REPOSITORY_NAME_PATTERN =
  '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*';

const WHOLE = new RegExp(`^${REPOSITORY_NAME_PATTERN}$`);

export function isRepositoryName(name: unknown): name is string {
  return typeof name === 'string' && name.length >= 2 && name.length <= 256 && WHOLE.test(name);
}

/** An image reference: `repo:tag`, `repo@sha256:…` or a full image URI. */
export interface ImageReference {
  readonly repositoryName: string;
  readonly tag?: string;
  readonly digest?: string;
  /** From a URI's host. */
  readonly registryId?: string;
  readonly region?: string;
}

// Registry hosts, plain and dual-stack, each with its FIPS form, in every partition [docs].
const PLAIN = `\\.dkr\\.ecr(?:-fips)?\\.REGION\\.(?:${DNS_SUFFIXES.map(literally).join('|')})`;
const DUAL_STACK =
  '\\.dkr-ecr(?:-fips)?\\.REGION\\.on\\.(?:aws|amazonwebservices\\.com\\.cn|amazonwebservices\\.eu)';
const HOST = `(\\d{12})(?:${PLAIN}|${DUAL_STACK})`.replaceAll('REGION', '([a-z0-9-]+)');
const REFERENCE = new RegExp(
  `^(?:${HOST}/)?(${REPOSITORY_NAME_PATTERN})(?::([\\w][\\w.-]{0,299}))?(?:@(sha256:[0-9a-f]{64}))?$`,
);

/**
 * @param text `payments:v1`, `payments@sha256:…`, `payments:v1@sha256:…` or
 *   `111122223333.dkr.ecr.us-west-2.amazonaws.com/payments:v1`
 * @throws a `[fake-ecr]` error if the text is not an image reference, or names neither tag nor digest
 */
export function parseImageReference(text: string): ImageReference {
  const match = typeof text === 'string' ? REFERENCE.exec(text) : null;
  if (match === null) {
    throw new FakeEcrError(
      `${shown(text)} is not an image reference.`,
      "Expected 'repository:tag', 'repository@sha256:<64 hex digits>' or a full image URI; repository names are lower case.",
    );
  }
  const [, registryId, plainRegion, dualStackRegion, repositoryName = '', tag, digest] = match;
  const region = plainRegion ?? dualStackRegion;
  if (/^\d{12}\.[^/]*\.[^/]*\//.test(repositoryName)) {
    throw new FakeEcrError(
      `${shown(text)} is not an image reference: '${repositoryName.split('/')[0] ?? ''}' is not a registry of ECR.`,
      "Expected a host such as '111122223333.dkr.ecr.us-west-2.amazonaws.com', or its dual-stack or FIPS form.",
    );
  }
  if (tag === undefined && digest === undefined) {
    throw new FakeEcrError(
      `${shown(text)} names a repository, not an image.`,
      `Add a tag or a digest, for example '${repositoryName}:v1'.`,
    );
  }
  return {
    repositoryName,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    ...(registryId === undefined ? {} : { registryId }),
    ...(region === undefined ? {} : { region }),
  };
}

/**
 * An image of one registry; a full URI has to name that registry.
 *
 * @param registry where the image is, or is to be
 * @param text as for {@link parseImageReference}
 * @throws a `[fake-ecr]` error also if the text is a URI of another registry
 */
export function parseReferenceAt(
  registry: { readonly accountId: string; readonly region: string },
  text: string,
): ImageReference {
  const reference = parseImageReference(text);
  requireHostOf(registry, reference, text);
  return reference;
}

function requireHostOf(
  { accountId, region }: { readonly accountId: string; readonly region: string },
  named: Pick<ImageReference, 'registryId' | 'region'>,
  text: string,
): void {
  if (named.registryId === undefined) return;
  if (named.registryId === accountId && named.region === region) return;
  throw new FakeEcrError(
    `${shown(text)} is an image of ${named.registryId}/${named.region ?? ''}, but was given to ${accountId}/${region}.`,
    'Expected an image of that registry: leave the host out, or ask the other registry.',
  );
}

function literally(text: string): string {
  return text.replaceAll('.', '\\.');
}

/** How an image is named in messages. */
export function formatReference(repositoryName: string, tag: string | undefined, digest?: string): string {
  return [
    repositoryName,
    ...(tag === undefined ? [] : [':', tag]),
    ...(digest === undefined ? [] : ['@', digest]),
  ].join('');
}

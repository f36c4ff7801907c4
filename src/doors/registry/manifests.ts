import { invalidParameter, isFailure } from '../../aws/failure.js';
import type { ImageProblem } from '../../world/images/image-lookup.js';
import { type RegistryAnswer, NOTHING_HERE, error, refuse } from './answer.js';
import { type Exchange, addressOf, ask, repositoryOf } from './exchange.js';

/** The most bytes of a manifest: the limit of PutImage's text. */
const LARGEST_MANIFEST = 4_194_304;
/** The longest tag in the specification. */
const LONGEST_SPEC_TAG = 128;

const DIGEST_HEADER = 'docker-content-digest';

/** A reference with a colon is a digest; tags have none. */
function idOf(reference: string): { imageDigest: string } | { imageTag: string } {
  return reference.includes(':') ? { imageDigest: reference } : { imageTag: reference };
}

/** `GET` and `HEAD` of a manifest: it is returned as stored, regardless of accepted types [assumed]. */
export function getManifest(exchange: Exchange, name: string, reference: string): RegistryAnswer {
  const { rules, method } = exchange;
  if (isTooLongForSpec(exchange, reference))
    return error(404, 'MANIFEST_UNKNOWN', 'Requested image not found');
  const read = ask(exchange, 'BatchGetImage', { repositoryName: name, imageIds: [idOf(reference)] });
  if (isFailure(read)) return refuse(read, rules.profile);
  const image = read.images?.[0];
  const problem = read.failures?.[0];
  if (image === undefined) return refuse(problemOf(problem), rules.profile);
  const text = Buffer.from(image.imageManifest ?? '');
  const digest = image.imageId?.imageDigest ?? '';
  return {
    status: 200,
    headers: {
      'content-type': image.imageManifestMediaType ?? '',
      ...(method === 'HEAD' || rules.profile === 'spec' ? { [DIGEST_HEADER]: digest } : {}),
    },
    body: text,
  };
}

/** `PUT` of a manifest: a push of an image. */
export async function putManifest(
  exchange: Exchange,
  name: string,
  reference: string,
): Promise<RegistryAnswer> {
  const { rules, headers, body, options } = exchange;
  const bytes = await body.whole(LARGEST_MANIFEST);
  if (bytes === undefined) return tooLarge(exchange);
  if (isTooLongForSpec(exchange, reference)) {
    return error(400, 'MANIFEST_INVALID', `A tag has up to ${LONGEST_SPEC_TAG} characters.`);
  }
  const mediaType = headers['content-type']?.split(';')[0]?.trim();
  const put = ask(exchange, 'PutImage', {
    repositoryName: name,
    imageManifest: textOf(bytes) ?? '\0',
    ...(mediaType === undefined || mediaType === '' ? {} : { imageManifestMediaType: mediaType }),
    ...idOf(reference),
  });
  if (isFailure(put)) {
    const answer = refuse(put, rules.profile);
    if (options.immutableWording !== 'repository' || typeof answer.body !== 'string') return answer;
    return { ...answer, body: answer.body.replace('the tag is immutable', 'the repository is immutable') };
  }
  const digest = put.image?.imageId?.imageDigest ?? '';
  const subject = repositoryOf(exchange, name)?.image(digest)?.manifest.subject;
  return {
    status: 201,
    headers: {
      [DIGEST_HEADER]: digest,
      ...(rules.profile === 'spec' ? { location: addressOf(exchange, `${name}/manifests/${digest}`) } : {}),
      ...(subject === undefined ? {} : { 'oci-subject': subject }),
    },
  };
}

/**
 * `DELETE` by digest removes the image with all its tags; by tag it removes the tag, and the image with its last tag.
 */
export function deleteManifest(exchange: Exchange, name: string, reference: string): RegistryAnswer {
  const { rules, options } = exchange;
  if (options.deleteManifest === 'missing') return NOTHING_HERE;
  const removed = ask(exchange, 'BatchDeleteImage', { repositoryName: name, imageIds: [idOf(reference)] });
  if (isFailure(removed)) return refuse(removed, rules.profile);
  const problem = removed.failures?.[0];
  return problem === undefined ? { status: 202 } : refuse(problemOf(problem), rules.profile);
}

function problemOf(problem: { failureCode?: string; failureReason?: string } | undefined): ImageProblem {
  return {
    failureCode: problem?.failureCode ?? 'ImageNotFound',
    failureReason: problem?.failureReason ?? 'Requested image not found',
  };
}

function isTooLongForSpec({ rules }: Exchange, reference: string): boolean {
  return rules.profile === 'spec' && !reference.includes(':') && reference.length > LONGEST_SPEC_TAG;
}

function tooLarge({ rules }: Exchange): RegistryAnswer {
  const text = `Member must have length less than or equal to ${LARGEST_MANIFEST}`;
  if (rules.profile === 'spec') return error(413, 'SIZE_INVALID', text);
  return refuse(invalidParameter('imageManifest', text), rules.profile);
}

/** The text exactly as sent, including a byte order mark; undefined if the bytes are not UTF-8. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) || undefined;
  } catch {
    return undefined;
  }
}

import { buildUpward } from '../../lib/descendants.js';
import { type PullThroughRule, upstreamName } from '../../world/configuration/pull-through-rules.js';
import {
  type UpstreamImage,
  type UpstreamTrouble,
  ecrUpstream,
} from '../../world/configuration/upstreams.js';
import type { ImageId } from '../../world/images/image-lookup.js';
import type { Image } from '../../world/images/image.js';
import type { Registry } from '../../world/registry.js';
import type { Repository } from '../../world/repository.js';

/** The answer of an upstream. */
export interface UpstreamAnswer {
  readonly image?: UpstreamImage;
  readonly trouble?: { readonly code: UpstreamTrouble; readonly reason: string };
}

/** A request to an upstream: an image by tag or by digest, under the upstream's name. */
interface UpstreamQuestion {
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Whether a cache's role may read a repository of an upstream registry. */
export type MayRead = (roleArn: string, upstream: Registry, repositoryName: string) => boolean;

const REASONS: Readonly<Record<UpstreamTrouble, string>> = {
  UpstreamAccessDenied: 'The upstream registry denied access',
  UpstreamTooManyRequests: 'The upstream registry answered that there were too many requests',
  UpstreamUnavailable: 'The upstream registry is unavailable',
};

/** Requests an image from a rule's upstream, by tag or by digest. */
export function askUpstream(
  { world }: Registry,
  rule: PullThroughRule,
  repositoryName: string,
  { imageTag: tag, imageDigest: digest }: ImageId,
  mayRead: MayRead,
): UpstreamAnswer {
  const question = { name: upstreamName(rule, repositoryName), tag, digest };
  const upstream = world.upstreams.at(rule.upstreamUrl);
  upstream.requests += 1;
  if (upstream.trouble !== undefined) return trouble(upstream.trouble, upstream.troubleReason);
  const place = ecrUpstream(rule.upstreamUrl);
  if (place !== undefined) {
    return askRegistry(world.registry(place.accountId, place.region), rule, question, mayRead);
  }
  const image = upstream.find(question.name, tag, digest);
  return image === undefined ? {} : { image };
}

function trouble(code: UpstreamTrouble, reason = REASONS[code]): UpstreamAnswer {
  return { trouble: { code, reason } };
}

/**
 * An ECR upstream is another registry of the same world. One of another account is read with the rule's role, which
 * the repository or registry policy there has to allow [docs].
 */
function askRegistry(
  registry: Registry,
  { customRoleArn }: PullThroughRule,
  { name, tag, digest }: UpstreamQuestion,
  mayRead: MayRead,
): UpstreamAnswer {
  if (customRoleArn !== undefined && !mayRead(customRoleArn, registry, name)) {
    return trouble('UpstreamAccessDenied');
  }
  const repository = registry.repository(name);
  const image = digest === undefined ? repository?.tag(String(tag))?.image : repository?.image(digest);
  if (repository === undefined || image?.status !== 'ACTIVE') return {};
  return { image: asUpstream(repository, image) };
}

function asUpstream(repository: Repository, image: Image): UpstreamImage {
  const childrenOf = ({ manifest }: Image) =>
    manifest.children.flatMap((digest) => repository.image(digest) ?? []);
  return buildUpward(image, childrenOf, ({ manifest }, children: readonly UpstreamImage[]) => ({
    manifest: manifest.text,
    mediaType: manifest.mediaType,
    digest: manifest.digest,
    children,
  }));
}

import type { Image } from '../../domain/image.js';
import { type PullThroughRule, upstreamName } from '../../domain/pull-through-rule.js';
import type { Repository } from '../../domain/repository.js';
import { type UpstreamImage, type UpstreamTrouble, ecrUpstream } from '../../domain/upstream.js';
import type { World } from '../../domain/world.js';

/** What an upstream answered. */
export interface UpstreamAnswer {
  readonly image?: UpstreamImage;
  readonly trouble?: UpstreamTrouble;
}

/** Asks the upstream of a rule for an image, by tag or by digest. */
export function askUpstream(
  world: World,
  rule: PullThroughRule,
  repositoryName: string,
  tag: string | undefined,
  digest: string | undefined,
): UpstreamAnswer {
  const name = upstreamName(rule, repositoryName);
  const upstream = world.upstreams.at(rule.upstreamUrl);
  upstream.requests += 1;
  if (upstream.trouble !== undefined) return { trouble: upstream.trouble };
  const place = ecrUpstream(rule.upstreamUrl);
  const image =
    place === undefined ? upstream.find(name, tag, digest) : imageOfRegistry(world, place, name, tag, digest);
  return image === undefined ? {} : { image };
}

/** An ECR upstream is another registry of the same world. */
function imageOfRegistry(
  world: World,
  { accountId, region }: { accountId: string; region: string },
  name: string,
  tag: string | undefined,
  digest: string | undefined,
): UpstreamImage | undefined {
  const repository = world.findRegistry(accountId, region)?.repository(name);
  const image = digest === undefined ? repository?.tag(String(tag))?.image : repository?.image(digest);
  if (repository === undefined || image?.status !== 'ACTIVE') return undefined;
  return asUpstream(repository, image);
}

function asUpstream(repository: Repository, { manifest }: Image): UpstreamImage {
  return {
    manifest: manifest.text,
    mediaType: manifest.mediaType,
    digest: manifest.digest,
    children: manifest.children.flatMap((digest) => {
      const child = repository.image(digest);
      return child === undefined ? [] : [asUpstream(repository, child)];
    }),
  };
}

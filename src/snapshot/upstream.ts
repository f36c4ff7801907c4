import { buildUpward } from '../lib/descendants.js';
import { list, map } from '../lib/json-shape.js';
import type {
  Upstream,
  UpstreamImage,
  UpstreamTrouble,
  Upstreams,
} from '../world/configuration/upstreams.js';
import type { KeptManifests, Manifests } from './manifests.js';
import { digest, members, oneOf, present, repositoryName, words } from './words.js';

export interface UpstreamSnapshot {
  readonly url: string;
  readonly trouble?: UpstreamTrouble;
  readonly troubleReason?: string;
  readonly images: readonly {
    readonly repository: string;
    readonly digest: string;
    readonly children: readonly string[];
  }[];
  readonly tags: Readonly<Record<string, string>>;
}

export const upstreamShape = members<UpstreamSnapshot>(
  'an upstream',
  {
    url: words,
    trouble: oneOf<UpstreamTrouble>('a trouble', {
      UpstreamAccessDenied: true,
      UpstreamTooManyRequests: true,
      UpstreamUnavailable: true,
    }),
    troubleReason: words,
    images: list(
      members<UpstreamSnapshot['images'][number]>('an image', {
        repository: repositoryName,
        digest,
        children: list(digest, 'a list of digests'),
      }),
      'a list of images',
    ),
    tags: map(/^/, digest, 'digests, by reference'),
  },
  ['trouble', 'troubleReason'],
);

export function captureUpstream(upstream: Upstream, manifests: KeptManifests): UpstreamSnapshot {
  const { images, tags } = upstream.contents();
  return {
    url: upstream.url,
    ...present({ trouble: upstream.trouble, troubleReason: upstream.troubleReason }),
    images: [...images].map(([key, image]) => {
      manifests.keep(image.digest, image.manifest, image.mediaType);
      return {
        repository: key.slice(0, key.lastIndexOf('@')),
        digest: image.digest,
        children: image.children.map((child) => child.digest),
      };
    }),
    tags: Object.fromEntries(tags),
  };
}

export function restoreUpstream(upstreams: Upstreams, saved: UpstreamSnapshot, manifests: Manifests): void {
  const upstream = upstreams.at(saved.url);
  upstream.trouble = saved.trouble;
  upstream.troubleReason = saved.troubleReason;
  const build = imageBuilder(saved, manifests);
  for (const { repository, digest } of saved.images) upstream.push(repository, undefined, build(digest));
  for (const [reference, digest] of Object.entries(saved.tags)) {
    const separator = reference.lastIndexOf(':');
    upstream.push(reference.slice(0, separator), reference.slice(separator + 1), build(digest));
  }
}

/** Creates an image by its digest, children first; each once, however many indexes share it. */
function imageBuilder({ images }: UpstreamSnapshot, manifests: Manifests): (digest: string) => UpstreamImage {
  const savedChildren = new Map(images.map((image) => [image.digest, image.children]));
  const built = new Map<string, UpstreamImage>();
  const childrenOf = (one: { readonly digest: string }) =>
    built.has(one.digest) ? [] : (savedChildren.get(one.digest) ?? []).map((child) => ({ digest: child }));
  return (digest) =>
    buildUpward({ digest }, childrenOf, (one, children: readonly UpstreamImage[]) => {
      const { manifest } = manifests(one.digest);
      const image = built.get(one.digest) ?? {
        manifest: manifest.text,
        mediaType: manifest.mediaType,
        digest: one.digest,
        children,
      };
      built.set(one.digest, image);
      return image;
    });
}

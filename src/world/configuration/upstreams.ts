import { descendantsOf } from '../../lib/descendants.js';

export type UpstreamKind =
  | 'ecr'
  | 'ecr-public'
  | 'quay'
  | 'k8s'
  | 'docker-hub'
  | 'github-container-registry'
  | 'azure-container-registry'
  | 'gitlab-container-registry'
  | 'chainguard';

/** The registries with one fixed address, exact to the letter [observed]. */
const URLS: Readonly<Record<string, UpstreamKind>> = {
  'public.ecr.aws': 'ecr-public',
  'registry.k8s.io': 'k8s',
  'quay.io': 'quay',
  'registry-1.docker.io': 'docker-hub',
  'ghcr.io': 'github-container-registry',
  'registry.gitlab.com': 'gitlab-container-registry',
  'cgr.dev': 'chainguard',
};

const OPEN: ReadonlySet<UpstreamKind> = new Set(['ecr-public', 'k8s', 'quay']);

/** The kind of registry at an address; undefined if ECR does not know it. */
export function upstreamKindOf(url: string): UpstreamKind | undefined {
  if (Object.hasOwn(URLS, url)) return URLS[url];
  if (/^[a-zA-Z0-9]{5,50}\.azurecr\.io$/.test(url)) return 'azure-container-registry';
  return ecrUpstream(url) === undefined ? undefined : 'ecr';
}

/** The address of the only registry of a kind; undefined for kinds with many. */
export function urlOfUpstream(kind: string): string | undefined {
  return Object.keys(URLS).find((url) => URLS[url] === kind);
}

/** Account and Region of a private ECR registry, from its address. */
export function ecrUpstream(url: string): { accountId: string; region: string } | undefined {
  const match = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/.exec(url);
  if (match === null) return undefined;
  return { accountId: match[1] as string, region: match[2] as string };
}

/** Whether pulling from a registry takes a secret [docs]. */
export function needsSecret(kind: UpstreamKind): boolean {
  return kind !== 'ecr' && !OPEN.has(kind);
}

/** An image of an upstream: everything a cache would fetch. */
export interface UpstreamImage {
  readonly manifest: string;
  readonly mediaType: string;
  readonly digest: string;
  readonly children: readonly UpstreamImage[];
  /** The blobs that a cache would copy. */
  readonly blobs?: readonly UpstreamBlob[];
}

/** A config or a layer of an upstream, with its bytes if the test gave them. */
export interface UpstreamBlob {
  readonly digest: string;
  readonly bytes?: Uint8Array;
  readonly isKept?: true;
}

/** Why an upstream does not answer. */
export type UpstreamTrouble = 'UpstreamAccessDenied' | 'UpstreamTooManyRequests' | 'UpstreamUnavailable';

/** A registry outside AWS, filled by the test. */
export class Upstream {
  trouble: UpstreamTrouble | undefined;
  /** The message that callers get; a default text when absent. */
  troubleReason: string | undefined;
  /** How many requests caches made. */
  requests = 0;
  private readonly images = new Map<string, UpstreamImage>();
  private readonly tags = new Map<string, string>();

  constructor(readonly url: string) {}

  push(repositoryName: string, tag: string | undefined, image: UpstreamImage): void {
    // An image that exists already has everything it refers to.
    const isNew = (one: UpstreamImage) => this.images.get(`${repositoryName}@${one.digest}`) !== one;
    const added = descendantsOf(image, (one) => one.children.filter(isNew));
    for (const one of [...added, image]) this.images.set(`${repositoryName}@${one.digest}`, one);
    if (tag !== undefined) this.tags.set(`${repositoryName}:${tag}`, image.digest);
  }

  /** An image by tag or digest. */
  find(
    repositoryName: string,
    tag: string | undefined,
    digest: string | undefined,
  ): UpstreamImage | undefined {
    const wanted = digest ?? this.tags.get(`${repositoryName}:${String(tag)}`);
    return wanted === undefined ? undefined : this.images.get(`${repositoryName}@${wanted}`);
  }

  contents(): { images: ReadonlyMap<string, UpstreamImage>; tags: ReadonlyMap<string, string> } {
    return { images: this.images, tags: this.tags };
  }
}

/** All upstreams that the test named, by address. */
export class Upstreams {
  private readonly byUrl = new Map<string, Upstream>();

  /** @param url the address, as in a rule */
  at(url: string): Upstream {
    let upstream = this.byUrl.get(url);
    if (upstream === undefined) this.byUrl.set(url, (upstream = new Upstream(url)));
    return upstream;
  }

  all(): IterableIterator<Upstream> {
    return this.byUrl.values();
  }
}

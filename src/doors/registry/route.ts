/** What a path of the registry protocol refers to. */
export type Route =
  | { readonly kind: 'base' }
  | { readonly kind: 'catalog' }
  | { readonly kind: 'manifest'; readonly name: string; readonly reference: string }
  | { readonly kind: 'blob'; readonly name: string; readonly digest: string }
  | { readonly kind: 'uploads'; readonly name: string }
  | { readonly kind: 'upload'; readonly name: string; readonly id: string }
  | { readonly kind: 'tags'; readonly name: string }
  | { readonly kind: 'referrers'; readonly name: string; readonly digest: string };

/** The methods of each, for `Allow`. */
export const METHODS: { readonly [K in Route['kind']]: readonly string[] } = {
  base: ['GET', 'HEAD'],
  catalog: ['GET', 'HEAD'],
  manifest: ['GET', 'HEAD', 'PUT', 'DELETE'],
  blob: ['GET', 'HEAD', 'DELETE'],
  uploads: ['POST'],
  upload: ['GET', 'PATCH', 'PUT', 'DELETE'],
  tags: ['GET', 'HEAD'],
  referrers: ['GET', 'HEAD'],
};

/** Names may contain slashes, so each form is matched from the right. */
const FORMS: readonly (readonly [RegExp, (name: string, rest: string) => Route])[] = [
  [/^(.+)\/blobs\/uploads\/?$/, (name) => ({ kind: 'uploads', name })],
  [/^(.+)\/blobs\/uploads\/([^/]+)$/, (name, id) => ({ kind: 'upload', name, id })],
  [/^(.+)\/blobs\/([^/]+)$/, (name, digest) => ({ kind: 'blob', name, digest })],
  [/^(.+)\/manifests\/([^/]+)$/, (name, reference) => ({ kind: 'manifest', name, reference })],
  [/^(.+)\/tags\/list$/, (name) => ({ kind: 'tags', name })],
  [/^(.+)\/referrers\/([^/]+)$/, (name, digest) => ({ kind: 'referrers', name, digest })],
];

/**
 * Parses the path after `/v2/`.
 *
 * @param rest as it was sent, without query; it is percent-decoded here
 * @returns undefined if there is no such path
 */
export function readRoute(rest: string): Route | undefined {
  if (rest === '') return { kind: 'base' };
  if (rest === '_catalog') return { kind: 'catalog' };
  for (const [form, make] of FORMS) {
    const match = form.exec(rest);
    if (match === null) continue;
    const name = decode(match[1] ?? '');
    const last = decode(match[2] ?? '');
    return name === undefined || last === undefined ? undefined : make(name, last);
  }
  return undefined;
}

/** The repository in a route, if there is one. */
export function repositoryOf(route: Route): string | undefined {
  return 'name' in route ? route.name : undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

import type { Upstream } from '../domain/upstream.js';
import { counted } from './wording.js';

/**
 * A registry outside AWS in one line.
 *
 * @returns for example `registry-1.docker.io: 2 images, 1 tag, 3 requests`
 */
export function describeUpstream(upstream: Upstream): string {
  const { images, tags } = upstream.contents();
  const parts = [
    counted(images.size, 'image'),
    counted(tags.size, 'tag'),
    counted(upstream.requests, 'request'),
    ...(upstream.trouble === undefined ? [] : [`answers ${upstream.trouble}`]),
  ];
  return `${upstream.url}: ${parts.join(', ')}`;
}

import type { RegistryAnswer } from './answer.js';
import { deleteBlob, getBlob, headBlob } from './blobs.js';
import type { Exchange } from './exchange.js';
import { listReferrers, listRepositories, listTags } from './lists.js';
import { deleteManifest, getManifest, putManifest } from './manifests.js';
import type { Route } from './route.js';
import { continueUpload, endUpload, finishUpload, showUpload, startUpload } from './uploads.js';

/**
 * Answers a request to a route.
 *
 * @param downloadAt makes the URL that the client can fetch from a URL of the API
 */
export function answerRoute(
  exchange: Exchange,
  route: Route,
  downloadAt: (url: string) => string,
): Promise<RegistryAnswer> | RegistryAnswer {
  const { method } = exchange;
  switch (route.kind) {
    case 'base':
      return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: '{}' };
    case 'catalog':
      return listRepositories(exchange);
    case 'tags':
      return listTags(exchange, route.name);
    case 'referrers':
      return listReferrers(exchange, route.name, route.digest);
    case 'manifest':
      if (method === 'PUT') return putManifest(exchange, route.name, route.reference);
      if (method === 'DELETE') return deleteManifest(exchange, route.name, route.reference);
      return getManifest(exchange, route.name, route.reference);
    case 'blob':
      if (method === 'HEAD') return headBlob(exchange, route.name, route.digest);
      if (method === 'DELETE') return deleteBlob(exchange, route.name, route.digest);
      return getBlob(exchange, route.name, route.digest, downloadAt);
    case 'uploads':
      return startUpload(exchange, route.name);
    case 'upload':
      if (method === 'PATCH') return continueUpload(exchange, route.name, route.id);
      if (method === 'PUT') return finishUpload(exchange, route.name, route.id);
      if (method === 'DELETE') return endUpload(exchange, route.name, route.id);
      return showUpload(exchange, route.name, route.id);
  }
}

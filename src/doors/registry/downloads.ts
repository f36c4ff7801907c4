import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Blobs } from '../../world/blobs.js';
import type { RegistryAnswer } from './answer.js';
import { WITHOUT_BYTES, sendBytes } from './blobs.js';

/** The path below which bytes can be fetched without credentials. */
export const DOWNLOAD_PREFIX = '/_starport/';

/** How long such a URL is valid, in seconds of the fake's clock [observed]. */
const LIFETIME = 3600;

/** There are no secrets: the signature only detects a changed URL. */
const KEY = 'fake-ecr';

/**
 * The path and query for the bytes of a digest, in ECR's form. The two ids in it are the digest, so no state is
 * needed.
 *
 * @param at epoch milliseconds
 */
export function downloadPath(digest: string, accountId: string, at: number): string {
  const hex = digest.replace(/^sha256:/, '');
  const [one, other] = [asUuid(hex.slice(0, 32)), asUuid(hex.slice(32, 64))];
  const path = `${DOWNLOAD_PREFIX}${hex.slice(0, 6)}-${accountId}-${one}/${other}`;
  const date = new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
  const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=${date}&X-Amz-Expires=${LIFETIME}`;
  return `${path}?${query}&X-Amz-Signature=${sign(path, date)}`;
}

/** Answers a request to such a URL, as S3 does. */
export function answerDownload(
  path: string,
  query: URLSearchParams,
  headers: IncomingHttpHeaders,
  { blobs, now, refusesCredentials }: { blobs: Blobs; now: number; refusesCredentials: boolean },
): RegistryAnswer {
  if (headers.authorization !== undefined && refusesCredentials) {
    return s3Error(
      400,
      'InvalidArgument',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
    );
  }
  const date = query.get('X-Amz-Date') ?? '';
  const digest = digestOf(path);
  if (digest === undefined || query.get('X-Amz-Signature') !== sign(path, date)) {
    return s3Error(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    );
  }
  if (now >= momentOf(date) + LIFETIME * 1000) return s3Error(403, 'AccessDenied', 'Request has expired');
  const blob = blobs.find(digest);
  if (blob === undefined) {
    const missing = s3Error(404, 'NoSuchKey', 'The specified key does not exist.');
    return { ...missing, note: `NoSuchKey: ${WITHOUT_BYTES}` };
  }
  const answer = sendBytes(blob, headers.range, {
    'content-type': 'binary/octet-stream',
    etag: `"${digest.slice(-32)}"`,
  });
  return answer.status === 416
    ? {
        ...s3Error(416, 'InvalidRange', 'The requested range is not satisfiable'),
        headers: { ...answer.headers, 'content-type': XML },
      }
    : answer;
}

/** The digest in a path of this form. */
export function digestOf(path: string): string | undefined {
  const match = /^\/_starport\/[0-9a-f]{6}-\d{12}-([0-9a-f-]{36})\/([0-9a-f-]{36})$/.exec(path);
  const hex = match && `${match[1] ?? ''}${match[2] ?? ''}`.replaceAll('-', '');
  return hex?.length === 64 ? `sha256:${hex}` : undefined;
}

const XML = 'application/xml';

function s3Error(status: number, code: string, message: string): RegistryAnswer {
  return {
    status,
    headers: { 'content-type': XML },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    note: code,
  };
}

function sign(path: string, date: string): string {
  return createHmac('sha256', KEY).update(`${path}\n${date}\n${LIFETIME}`).digest('hex');
}

function asUuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function momentOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

import { partitionOf } from '../../aws/regions.js';

export const ENCRYPTION_TYPES = ['AES256', 'KMS', 'KMS_DSSE'] as const;

export interface Encryption {
  readonly type: (typeof ENCRYPTION_TYPES)[number];
  /** A full key ARN; absent for AES256. */
  readonly kmsKey?: string;
}

export const DEFAULT_ENCRYPTION: Encryption = { type: 'AES256' };

/** The same form for every source. */
export function normalEncryption({ type, kmsKey }: Encryption): Encryption {
  return { type, ...(kmsKey === undefined ? {} : { kmsKey }) };
}

/**
 * The stored form of an encryption setting: an alias, an id or no key at all become a full key ARN, one
 * stable ARN per account, Region and name [docs].
 */
export function resolveEncryption(
  type: Encryption['type'],
  key: string | undefined,
  region: string,
  accountId: string,
): Encryption {
  if (type === 'AES256') return DEFAULT_ENCRYPTION;
  const given = key ?? 'alias/aws/ecr';
  if (/^arn:[a-z-]+:kms:[^:]+:[^:]+:key\/.+$/.test(given)) return { type, kmsKey: given };
  const [, owner = accountId, name = given] = /^arn:[a-z-]+:kms:[^:]+:([^:]+):(.+)$/.exec(given) ?? [];
  const prefix = `arn:${partitionOf(region).id}:kms:${region}:${owner}:key/`;
  const isKeyId = /^(mrk-)?[0-9a-f-]{32,36}$/.test(name);
  return { type, kmsKey: prefix + (isKeyId ? name : keyIdFor(`${owner}/${region}/${name}`)) };
}

/** A key id that depends only on the name it stands for. */
function keyIdFor(name: string): string {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let index = 0; index < name.length; index += 1) {
    a = Math.imul(a ^ name.charCodeAt(index), 0x01000193) >>> 0;
    b = Math.imul(b ^ name.charCodeAt(index), 0x85ebca6b) >>> 0;
  }
  const digits = [a, b, Math.imul(a ^ b, 0x9e3779b1) >>> 0, Math.imul(a + b, 0xc2b2ae35) >>> 0]
    .map((part) => part.toString(16).padStart(8, '0'))
    .join('');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20)}`;
}

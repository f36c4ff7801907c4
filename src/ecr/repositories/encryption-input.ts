import { Failure, type Outcome, invalidParameter } from '../../aws/failure.js';
import { partitionOf } from '../../aws/regions.js';
import { type Encryption, resolveEncryption } from '../../world/configuration/encryption.js';
import type { Registry } from '../../world/registry.js';

/** The caller's input for encryption. */
export interface EncryptionInput {
  readonly encryptionType: Encryption['type'];
  readonly kmsKey?: string | undefined;
}

const KEY_ID = /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;
const ALIAS = /^alias\/[a-zA-Z0-9/_-]+$/;
const ARN = /^arn:([a-z-]+):kms:([a-z0-9-]+):\d{12}:(?:key\/(.+)|(alias\/.+))$/;
/** Keys that AWS manages for a service can be used only by that service [docs]. */
const OF_A_SERVICE = /^alias\/aws\/(?!ecr$)/;

/**
 * The encryption setting to store, or the refusal. There is no list of keys: a key of the right form and Region
 * counts as existing, enabled and permitted, in other accounts too, unless a test injects another answer [assumed].
 *
 * @param asksKms whether KMS checks the key: for a repository, but not for a template, whose operations have no
 *   exception for it [assumed]
 */
export function readEncryption(
  { encryptionType, kmsKey }: EncryptionInput,
  { region, accountId }: Registry,
  asksKms: boolean,
): Outcome<Encryption> {
  // Templates accept an empty string for no key.
  const key = kmsKey === '' ? undefined : kmsKey;
  if (encryptionType === 'AES256' && key !== undefined) {
    return invalidParameter(
      'encryptionConfiguration',
      'Invalid encryption configuration: Encryption key should not be set for AES256 encryption.',
    );
  }
  const refusal = asksKms && key !== undefined ? keyRefusal(key, region) : undefined;
  return refusal ?? resolveEncryption(encryptionType, key, region, accountId);
}

/**
 * What KMS answers judging only by a key's form and Region. The texts are those of KMS itself [observed]; that ECR
 * passes
 * them on, with the code beside them, is assumed.
 */
export function keyRefusal(key: string, region: string): Failure | undefined {
  if (!key.startsWith('arn:')) return nameRefusal(key.startsWith('alias/') ? undefined : key, key);
  const [, partition, ofRegion, id, alias] = ARN.exec(key) ?? [];
  if (ofRegion === undefined) return kmsRefusal('InvalidArnException', `Invalid arn ${key}`);
  if (ofRegion !== region || partition !== partitionOf(region).id) {
    return kmsRefusal('NotFoundException', `Invalid arn ${ofRegion}`);
  }
  return nameRefusal(id, alias);
}

function nameRefusal(id: string | undefined, alias: string | undefined): Failure | undefined {
  if (id !== undefined) {
    return KEY_ID.test(id) ? undefined : kmsRefusal('NotFoundException', `Invalid keyId ${id}`);
  }
  const name = alias ?? '';
  if (!ALIAS.test(name)) return kmsRefusal('NotFoundException', `Invalid keyId ${name}`);
  if (!OF_A_SERVICE.test(name)) return undefined;
  return kmsRefusal(
    'AccessDeniedException',
    `The key of ${name} may be used by the service that it is for only`,
  );
}

function kmsRefusal(kmsError: string, text: string): Failure {
  return new Failure('KmsException', text, { kmsError });
}

import { type Outcome, invalidParameter } from '../../aws/failure.js';
import { type Encryption, resolveEncryption } from '../../world/configuration/encryption.js';
import type { Registry } from '../../world/registry.js';
import { keyRefusal } from './kms-key.js';

/** The caller's input for encryption. */
export interface EncryptionInput {
  readonly encryptionType: Encryption['type'];
  readonly kmsKey?: string | undefined;
}

/**
 * The encryption setting to store, or the refusal. A key of the right form and Region counts as existing, enabled and
 * permitted, in other accounts too, unless a test says otherwise [assumed].
 *
 * @param asksKms whether KMS checks the key: for a repository, but not for a template, whose operations have no
 *   exception for it [assumed]
 */
export function readEncryption(
  { encryptionType, kmsKey }: EncryptionInput,
  registry: Registry,
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
  const refusal = asksKms && key !== undefined ? keyRefusal(key, registry) : undefined;
  return refusal ?? resolveEncryption(encryptionType, key, registry.region, registry.accountId);
}

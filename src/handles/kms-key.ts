import { formRefusal } from '../ecr/repositories/kms-key.js';
import { shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import { resolveEncryption } from '../world/configuration/encryption.js';
import type { Registry } from '../world/registry.js';

/**
 * The ARN of a key that an account has in a Region.
 *
 * @param key an id, an alias, or the ARN of either
 * @throws FakeEcrError if it is not of the form of one, is another account's, or is managed by AWS
 */
export function ownKeyArn(key: string, { region, accountId, key: place }: Registry): string {
  const refusal = formRefusal(key, region);
  if (refusal !== undefined) {
    throw new FakeEcrError(
      `setKmsKey() of ${place} was given the key ${shown(key)}: ${refusal.message ?? ''}.`,
      "Expected an id, an alias such as 'alias/app', or the ARN of either in that Region.",
    );
  }
  const { kmsKey = '' } = resolveEncryption('KMS', key, region, accountId);
  const owner = kmsKey.split(':')[4] ?? '';
  if (owner !== accountId) {
    throw new FakeEcrError(
      `setKmsKey() of ${place} was given a key of account ${owner}.`,
      `Set it there: ecr.registry('${owner}', '${region}').setKmsKey(…).`,
    );
  }
  if (kmsKey === resolveEncryption('KMS', undefined, region, accountId).kmsKey) {
    throw new FakeEcrError(
      'setKmsKey() was given the key that AWS manages for ECR, which nobody can disable or delete.',
      "Expected a key of the account's own, for example 'alias/app'.",
    );
  }
  return kmsKey;
}

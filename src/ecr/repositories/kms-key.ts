import { Failure } from '../../aws/failure.js';
import { partitionOf } from '../../aws/regions.js';
import { resolveEncryption } from '../../world/configuration/encryption.js';
import type { KmsKeyState } from '../../world/configuration/kms-keys.js';
import type { Registry } from '../../world/registry.js';
import type { Repository } from '../../world/repository.js';

const KEY_ID = /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;
const ALIAS = /^alias\/[a-zA-Z0-9/_-]+$/;
const ARN = /^arn:([a-z-]+):kms:([a-z0-9-]+):\d{12}:(?:key\/(.+)|(alias\/.+))$/;
/** Keys that AWS manages for a service can be used only by that service [docs]. */
const OF_A_SERVICE = /^alias\/aws\/(?!ecr$)/;

/**
 * What KMS says of a key that ECR is to use: of its form and Region, and of its state if a test set one. The texts
 * are those of KMS itself [observed]; that ECR passes them on, with the code beside them, is assumed.
 *
 * @param key an id, an alias, or the ARN of either
 * @param registry where it is to be used
 * @returns undefined if ECR can use the key
 */
export function keyRefusal(key: string, registry: Registry): Failure | undefined {
  const { region, accountId } = registry;
  const refusal = formRefusal(key, region);
  if (refusal !== undefined) return refusal;
  const { kmsKey = '' } = resolveEncryption('KMS', key, region, accountId);
  const alias = /(?:^|:)(alias\/.+)$/.exec(key)?.[1];
  return stateRefusal(kmsKey, alias, registry);
}

/** Why nothing can be stored in a repository or read from it: the state of its key, if ECR can't use that. */
export function unusableKey({ encryption, registry }: Repository): Failure | undefined {
  const { kmsKey } = encryption;
  return kmsKey === undefined ? undefined : stateRefusal(kmsKey, undefined, registry);
}

/** What KMS answers judging only by a key's form and Region. */
export function formRefusal(key: string, region: string): Failure | undefined {
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

/**
 * @param keyArn the ARN of the key itself, whose account keeps its state
 * @param alias by which it was named
 */
function stateRefusal(keyArn: string, alias: string | undefined, { world }: Registry): Failure | undefined {
  const [, , , region = '', accountId = ''] = keyArn.split(':');
  const state = world.findRegistry(accountId, region)?.kmsKeys.stateOf(keyArn) ?? 'Enabled';
  return REFUSALS[state](keyArn, alias);
}

const REFUSALS: Readonly<
  Record<KmsKeyState, (keyArn: string, alias: string | undefined) => Failure | undefined>
> = {
  Enabled: () => undefined,
  Disabled: (arn) => kmsRefusal('DisabledException', `${arn} is disabled.`),
  PendingDeletion: (arn) => kmsRefusal('KMSInvalidStateException', `${arn} is pending deletion.`),
  PendingImport: (arn) => kmsRefusal('KMSInvalidStateException', `${arn} is pending import.`),
  NotFound: (arn, alias) =>
    kmsRefusal(
      'NotFoundException',
      alias === undefined
        ? `Key '${arn}' does not exist`
        : `Alias ${arn.replace(/key\/.*$/, '')}${alias} is not found.`,
    ),
};

function kmsRefusal(kmsError: string, text: string): Failure {
  return new Failure('KmsException', text, { kmsError });
}

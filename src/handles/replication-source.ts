import { requireAccountId } from '../aws/arguments.js';
import { isKind, requireKind } from '../lib/handle-kind.js';
import type { AccountHandle } from './account-handle.js';
import type { RegistryHandle } from './registry-handle.js';

/** Whom a registry policy lets in: an account, by its twelve digits or its handle, or that of a registry. */
export type ReplicationSource = RegistryHandle | AccountHandle | string;

/**
 * The account that a grant to replicate is for.
 *
 * @returns twelve digits
 * @throws MisuseError where it is neither a handle nor an account id
 */
export function accountOf(source: ReplicationSource): string {
  if (typeof source === 'string') return requireAccountId(source);
  if (isKind(source, 'account')) return (source as AccountHandle).id;
  requireKind(source, 'registry', 'allowReplicationFrom()');
  return (source as RegistryHandle).accountId;
}

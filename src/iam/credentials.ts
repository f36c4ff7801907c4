import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { createHash } from 'node:crypto';
import type { Caller } from './caller.js';
import type { SessionFacts } from './session-facts.js';

/** The account of a caller that is not known [assumed]. */
export const DEFAULT_ACCOUNT_ID = '123456789012';

/** The user name of an account's administrator [assumed]. */
const DEFAULT_USER_NAME = 'fake-ecr';

/** Prefixes of IAM for long-lived access keys and for those of a session [docs]. */
const LONG_LIVED = 'AKIA';
const OF_A_SESSION = 'ASIA';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Credentials that were issued, without their secret, which nobody checks. */
export interface IssuedKey {
  readonly accessKeyId: string;
  readonly caller: Caller;
  readonly sessionToken?: string | undefined;
  readonly facts?: SessionFacts | undefined;
}

/** All callers, and the credentials by which a door recognises them. */
export class Callers {
  private readonly administrators = new Map<string, Caller>();
  private readonly byKey = new Map<string, Caller>();
  private readonly providers = new WeakMap<Caller, AwsCredentialIdentityProvider>();
  private readonly behindProvider = new WeakMap<object, Caller>();
  private readonly issued = new Map<string, number>();
  /** Session tokens of the access keys that were issued; keys of a user have none. */
  private readonly sessionTokens = new Map<string, string | undefined>();
  /** What sessions pass on to sessions created from them. */
  readonly facts = new WeakMap<Caller, SessionFacts>();
  /** Told of new credentials. */
  onIssue: ((issued: IssuedKey) => void) | undefined;

  /** @param defaultAccount twelve digits: the account of a caller that is not known */
  constructor(readonly defaultAccount: string = DEFAULT_ACCOUNT_ID) {}

  /**
   * The administrator of an account; the same object for the same account and partition.
   *
   * @param accountId twelve digits
   * @param partition of the ARN, for example `aws-cn`
   */
  administrator(accountId: string, partition = 'aws'): Caller {
    const arn = `arn:${partition}:iam::${accountId}:user/${DEFAULT_USER_NAME}`;
    let caller = this.administrators.get(arn);
    if (caller === undefined) {
      caller = { accountId, arn };
      this.administrators.set(arn, caller);
    }
    return caller;
  }

  /** An administrator as a client of another partition sees it; other callers are returned unchanged. */
  inPartition(caller: Caller, partition: string): Caller {
    return this.administrators.get(caller.arn) === caller
      ? this.administrator(caller.accountId, partition)
      : caller;
  }

  /**
   * A provider to configure a client with. It has the marks that the SDK looks for before it wraps a provider, so
   * this very function stays in `client.config.credentials` and is recognised without being called.
   *
   * @returns the same function for the same caller
   * @example
   * new ECRClient({ credentials: callers.credentials(callers.administrator('111122223333')) });
   */
  credentials(caller: Caller): AwsCredentialIdentityProvider {
    let provider = this.providers.get(caller);
    if (provider === undefined) {
      const identity = this.issue(caller);
      provider = Object.assign(() => Promise.resolve({ ...identity }), {
        memoized: true,
        configBound: true,
        attributed: true,
      });
      this.providers.set(caller, provider);
      this.behindProvider.set(provider, caller);
    }
    return provider;
  }

  /**
   * New credentials for a caller, or for a session if the caller is one. They are recognised by their access key from
   * now on, and are the same in every run.
   */
  issue(caller: Caller): AwsCredentialIdentity {
    const isSession = caller.roleArn !== undefined || caller.expiresAt !== undefined;
    const material = JSON.stringify(caller);
    const nth = this.count(material);
    const bytes = (what: string): Buffer =>
      createHash('sha512').update(`${what} ${nth} ${material}`).digest();

    const accessKeyId = (isSession ? OF_A_SESSION : LONG_LIVED) + base32(bytes('key').subarray(0, 16));
    const sessionToken = isSession ? bytes('token').toString('base64') : undefined;
    this.register(accessKeyId, caller, sessionToken);
    this.onIssue?.({ accessKeyId, caller, sessionToken, facts: this.facts.get(caller) });
    return {
      accessKeyId,
      secretAccessKey: bytes('secret').toString('base64').slice(0, 40),
      ...(sessionToken === undefined ? {} : { sessionToken }),
      ...(caller.expiresAt === undefined ? {} : { expiration: new Date(caller.expiresAt) }),
      accountId: caller.accountId,
    };
  }

  /** Recognises credentials that an earlier process issued. */
  takeOver({ accessKeyId, caller, sessionToken, facts }: IssuedKey): void {
    this.count(JSON.stringify(caller));
    this.register(accessKeyId, caller, sessionToken);
    if (facts !== undefined) this.facts.set(caller, facts);
  }

  private count(material: string): number {
    const nth = (this.issued.get(material) ?? 0) + 1;
    this.issued.set(material, nth);
    return nth;
  }

  private register(accessKeyId: string, caller: Caller, sessionToken: string | undefined): void {
    this.byKey.set(accessKeyId, caller);
    this.sessionTokens.set(accessKeyId, sessionToken);
  }

  /** Who an access key belongs to. A key of twelve digits is itself the account id. */
  byAccessKeyId(accessKeyId: string): Caller | undefined {
    return (
      this.byKey.get(accessKeyId) ?? (isAccountId(accessKeyId) ? this.administrator(accessKeyId) : undefined)
    );
  }

  /**
   * Who signed a request: the owner of its access key, or for an unknown key an administrator of the default account.
   * An issued key needs its session token, if it has one.
   *
   * @returns undefined if the token does not belong to the key
   */
  bySigner(accessKeyId: string, sessionToken: string | undefined): Caller | undefined {
    const isHandedOut = this.sessionTokens.has(accessKeyId);
    if (isHandedOut && this.sessionTokens.get(accessKeyId) !== sessionToken) return undefined;
    return this.byAccessKeyId(accessKeyId) ?? this.administrator(this.defaultAccount);
  }

  /** Who a provider function belongs to, if it was issued here. */
  byProvider(provider: unknown): Caller | undefined {
    return typeof provider === 'function' ? this.behindProvider.get(provider) : undefined;
  }

  /** The caller that a client's credentials name: by their key, otherwise by their account id. */
  byCredentials(credentials: unknown): Caller | undefined {
    if (typeof credentials !== 'object' || credentials === null) return undefined;
    const { accessKeyId, accountId } = credentials as Partial<Record<'accessKeyId' | 'accountId', unknown>>;
    const known = typeof accessKeyId === 'string' ? this.byAccessKeyId(accessKeyId) : undefined;
    return known ?? (isAccountId(accountId) ? this.administrator(accountId) : undefined);
  }
}

function isAccountId(value: unknown): value is string {
  return typeof value === 'string' && /^\d{12}$/.test(value);
}

function base32(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => BASE32[byte & 31]).join('');
}

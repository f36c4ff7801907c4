import type { Behaviour } from './domain/behaviour.js';
import type { Durations } from './domain/durations.js';
import type { Limits } from './domain/limits.js';
import type { ListOrder } from './domain/positions.js';
import type { SdkModule } from './doors/client-mock/client-mock-door.js';
import type { ReplicationSchedule } from './engines/replication/schedule.js';
import type { OnUnmodelled } from './pipeline/unmodelled.js';

/** Where the bytes of layers are kept. */
export interface BlobOptions {
  /** A folder for large ones; in memory by default. */
  readonly directory?: string;
  /** The most bytes that all of them may take: 1 GiB in memory, no bound in a folder by default. */
  readonly maxBytes?: number;
}

/** What a world is like, whatever the door to it. Everything has a default. */
export interface FakeWorldOptions {
  /** Whose calls they are when neither a binding nor credentials tell: twelve digits, `123456789012` by default. */
  readonly defaultAccount?: string;
  /** For clients without a Region: `us-east-1` by default; `required` answers as the SDK does. */
  readonly defaultRegion?: string;
  /** When replicas arrive: `instant` (default), `manual` (on `settle()`), or a latency in milliseconds. */
  readonly replication?: ReplicationSchedule;
  /** `required` (default): layers must be uploaded before a manifest that names them. */
  readonly layers?: Behaviour['layers'];
  /** Further choices where ECR is unknown. */
  readonly behaviour?: Partial<Behaviour>;
  /** Quotas, lowered so that a test can meet them. */
  readonly limits?: Partial<Limits>;
  /** How long ECR's own work takes, in milliseconds; 0 by default. */
  readonly durations?: Partial<Durations>;
  /** The order of lists; ECR promises none. `insertion` by default. */
  readonly listOrder?: ListOrder;
  /** Fixes ids, tokens and shuffled orders. 1 by default. */
  readonly seed?: number;
  /**
   * What happens with an input member that the model does not know, and that the service would therefore never
   * see: `warn` (default) says so once, `error` fails the call, `ignore` is silent.
   */
  readonly onUnmodelled?: OnUnmodelled;
  /** Where the bytes of layers are kept. They are kept under `serve()`, and in process only where this is given. */
  readonly blobs?: BlobOptions;
  /** A fixed start of the clock (a Date or epoch milliseconds); by default the clock follows `Date.now()`. */
  readonly now?: Date | number;
}

/** Options of {@link fakeEcr}. Everything has a default. */
export interface FakeEcrOptions extends FakeWorldOptions {
  /** Another copy of `@aws-sdk/client-ecr` to attach to. */
  readonly sdk?: SdkModule;
  /** Attach to these client instances only, and not to the class. */
  readonly clients?: readonly object[];
  /** A sinon sandbox to stub in. */
  readonly sandbox?: unknown;
  /**
   * Hosts of AWS that may be reached while the fake is attached, by name, or `all`. By default connections to ECR, and
   * to where the SDK fetches credentials (STS, single sign-on), fail before a name is looked up, in this thread.
   */
  readonly allowHosts?: 'all' | readonly string[];
  /**
   * Whose calls they are where a client was given credentials that this fake did not hand out. `auto` (default): those of
   * the account (or access key) that a plain object names; provider functions are not called, and count as the default
   * account. `true`: providers are called, awaited, and fail as in the SDK. `false`: all are the default account's.
   */
  readonly resolveCredentials?: 'auto' | boolean;
}

import { requireAccountId } from '../aws/arguments.js';
import type { SdkModule } from '../doors/client-mock/client-mock-door.js';
import type { RegistryOptions } from '../doors/registry/registry-options.js';
import { type ReplicationSchedule, requireSchedule } from '../ecr/replication/replication-engine.js';
import { requireAmount, requireOneOf, requireOptions, requireText, shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import { isMoment } from '../lib/moment.js';
import type { ListOrder } from '../lib/positions.js';
import type { OnUnmodelled } from '../service/unmodelled-input.js';
import {
  BEHAVIOURS,
  type Behaviour,
  DEFAULT_LIMITS,
  type Durations,
  type Limits,
  requireDurations,
} from '../world/world-options.js';
import { type Debug, requireDebug } from './debugging.js';
import { ON_UNUSED, type OnUnused } from './unused-reports.js';

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
  /**
   * Prints a line for each call, decision and event: `true` for all of them, a string for some (`replication,access`, or
   * `*,-event`, as the `debug` package reads it), a function to take the lines. By default the environment variable
   * `FAKE_ECR_DEBUG` says so; `false` prints nothing, whatever it says.
   */
  readonly debug?: Debug;
  /**
   * What happens with a fault, a delay, an outage or an override of `ecr.mock` that was declared and never used: `error`
   * (default) throws where it is about to be forgotten, at `reset()`, `restore()` or `load()`, when these are done; under
   * `setupFakeEcr()` the test fails that declared it. `warn` prints it, `ignore` is silent.
   */
  readonly onUnused?: OnUnused;
  /** Where the bytes of layers are kept. They are kept under `serve()`, and in process only if this is given. */
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

type Given = Readonly<Record<string, unknown>>;

/** How each option of a world is checked; all of them are here. */
const WORLD: { readonly [K in keyof Required<FakeWorldOptions>]: (value: unknown) => unknown } = {
  defaultAccount: requireAccountId,
  // Checked where it is used: `required` is none.
  defaultRegion: () => undefined,
  replication: (value) => requireSchedule(value as 'instant'),
  layers: (value) => requireOneOf(value, 'layers', BEHAVIOURS.layers),
  behaviour: (value) => {
    requireOptions(value, 'behaviour', Object.keys(BEHAVIOURS));
    for (const [name, choice] of Object.entries(value as Given)) {
      requireOneOf(choice, `behaviour.${name}`, BEHAVIOURS[name as keyof typeof BEHAVIOURS]);
    }
  },
  limits: (value) => requireAmounts(value, 'limits', DEFAULT_LIMITS),
  blobs: (value) => {
    requireOptions(value, 'blobs', ['directory', 'maxBytes']);
    const { directory, maxBytes } = value as Given;
    if (directory !== undefined) requireText(directory, 'blobs.directory', "a folder's path");
    if (maxBytes !== undefined) requireAmount(maxBytes, 'blobs.maxBytes');
  },
  durations: (value) => requireDurations(value, 'durations'),
  listOrder: (value) => requireOneOf(value, 'listOrder', ['insertion', 'shuffled']),
  seed: (value) => {
    if (!Number.isSafeInteger(value)) {
      throw new FakeEcrError(`seed is ${shown(value)}.`, 'Expected a whole number.');
    }
  },
  onUnmodelled: (value) => requireOneOf(value, 'onUnmodelled', ['warn', 'error', 'ignore']),
  debug: requireDebug,
  onUnused: (value) => requireOneOf(value, 'onUnused', ON_UNUSED),
  now: (value) => {
    const moment = typeof value === 'string' ? NaN : Number(value);
    if (!isMoment(moment)) {
      throw new FakeEcrError(`now is ${shown(value)}.`, 'Expected a Date, or epoch milliseconds.');
    }
  },
};

/** What {@link FakeEcrOptions} has besides. */
const ATTACHED: {
  readonly [K in Exclude<keyof FakeEcrOptions, keyof FakeWorldOptions>]-?: (value: unknown) => unknown;
} = {
  sdk: () => undefined,
  clients: () => undefined,
  sandbox: () => undefined,
  allowHosts: (value) => {
    if (value === 'all') return;
    if (Array.isArray(value) && value.every((host) => typeof host === 'string' && host !== '')) return;
    throw new FakeEcrError(
      `allowHosts is ${shown(value)}.`,
      "Expected 'all', or a list of host names such as ['sts.us-east-1.amazonaws.com'].",
    );
  },
  resolveCredentials: (value) => requireOneOf(value, 'resolveCredentials', ['auto', true, false]),
};

/** How each option of the registry protocol is checked. */
const REGISTRY: { readonly [K in keyof Required<RegistryOptions>]: (value: unknown) => unknown } = {
  registry: (value) => requireOneOf(value, 'registry', ['ecr', 'spec', false]),
  endpoints: (value) => requireOneOf(value, 'endpoints', ['aws', 'served']),
  pathAddressing: (value) => requireOneOf(value, 'pathAddressing', [true, false]),
  anonymous: requireAccountId,
  strictManifests: (value) => requireOneOf(value, 'strictManifests', [true, false]),
  deleteManifest: (value) => requireOneOf(value, 'deleteManifest', ['allowed', 'missing']),
  immutableWording: (value) => requireOneOf(value, 'immutableWording', ['tag', 'repository']),
  downloadHost: (value) => requireText(value, 'downloadHost', "a host's name"),
};

/** @throws FakeEcrError if an option of the registry protocol has a value that it can't have */
export function requireRegistryOptions(options: RegistryOptions): void {
  for (const [name, check] of Object.entries(REGISTRY)) {
    const value = options[name as keyof RegistryOptions];
    if (value !== undefined) check(value);
  }
}

/** @throws FakeEcrError if an option is none, or has a value that it can't have */
export function requireWorldOptions(options: unknown, who: string): void {
  requireEach(options, who, WORLD);
}

/**
 * @param further names of options that somebody else checks
 * @throws FakeEcrError if an option is none, or has a value that it can't have
 */
export function requireFakeEcrOptions(options: unknown, who: string, further: readonly string[] = []): void {
  requireEach(options, who, { ...WORLD, ...ATTACHED }, further);
}

function requireEach(
  options: unknown,
  who: string,
  checks: Readonly<Record<string, (value: unknown) => unknown>>,
  further: readonly string[] = [],
): void {
  requireOptions(options, who, [...Object.keys(checks), ...further]);
  for (const [name, value] of Object.entries(options as Given)) {
    if (value !== undefined) checks[name]?.(value);
  }
}

function requireAmounts(amounts: unknown, what: string, known: object): void {
  requireOptions(amounts, what, Object.keys(known));
  for (const [name, amount] of Object.entries(amounts as Given)) requireAmount(amount, `${what}.${name}`);
}

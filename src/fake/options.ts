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
  /** A folder for large layers; in memory by default. */
  readonly directory?: string;
  /** The most bytes of all layers together: 1 GiB in memory, no limit in a folder by default. */
  readonly maxBytes?: number;
}

/** Options of a world. All have defaults. @public */
export interface FakeWorldOptions {
  /**
   * The account of a caller that neither a binding nor credentials name: twelve digits, `123456789012` by default.
   */
  readonly defaultAccount?: string;
  /** The Region of clients without one: `us-east-1` by default; `required` fails as the SDK does. */
  readonly defaultRegion?: string;
  /** When replicas arrive: `instant` (default), `manual` (on `settle()`), or a latency in milliseconds. */
  readonly replication?: ReplicationSchedule;
  /** `required` (default): layers must be uploaded before a manifest that names them. */
  readonly layers?: Behaviour['layers'];
  /** Options for behaviour of ECR that is unknown. */
  readonly behaviour?: Partial<Behaviour>;
  /** Quotas, for lowering them so that a test can reach them. */
  readonly limits?: Partial<Limits>;
  /** How long ECR's background work takes, in milliseconds; 0 by default. */
  readonly durations?: Partial<Durations>;
  /** The order of lists, which ECR does not specify. `insertion` by default. */
  readonly listOrder?: ListOrder;
  /** Fixes ids, tokens and shuffled orders. 1 by default. */
  readonly seed?: number;
  /**
   * What happens with an input member that the model does not know, and that the service would never receive: `warn`
   * (default) warns once, `error` fails the call, `ignore` is silent.
   */
  readonly onUnmodelled?: OnUnmodelled;
  /**
   * Prints a line for each call, decision and event: `true` for all of them, a string for some (`replication,access`, or
   * `*,-event`, as the `debug` package reads it), a function to take the lines. By default the environment variable
   * `FAKE_ECR_DEBUG` says so; `false` prints nothing even if that is set.
   */
  readonly debug?: Debug;
  /**
   * What happens with a fault, a delay, an outage or an override of `ecr.mock` that was declared and never used: `error`
   * (default) throws at `reset()`, `restore()` or `load()`, after these have done their work; under
   * `setupFakeEcr()` the test that declared it fails. `warn` prints it, `ignore` is silent.
   */
  readonly onUnused?: OnUnused;
  /** Where the bytes of layers are kept. With `serve()` they are always kept, in process only if this is given. */
  readonly blobs?: BlobOptions;
  /** A fixed start of the clock (a Date or epoch milliseconds); by default the clock follows `Date.now()`. */
  readonly now?: Date | number;
}

/** Options of {@link fakeEcr}. All have defaults. @public */
export interface FakeEcrOptions extends FakeWorldOptions {
  /** Another copy of `@aws-sdk/client-ecr` to attach to. */
  readonly sdk?: SdkModule;
  /** Attach to these client instances only, and not to the class. */
  readonly clients?: readonly object[];
  /** A sinon sandbox to stub in. */
  readonly sandbox?: unknown;
  /**
   * Names of AWS hosts that may be reached while the fake is attached, or `all`. By default connections to ECR, and
   * to services where the SDK fetches credentials (STS, single sign-on), fail in this thread before a name is looked
   * up.
   */
  readonly allowHosts?: 'all' | readonly string[];
  /**
   * The account of a client whose credentials were not issued by this fake. `auto` (default): the account (or access
   * key) in a plain object; provider functions are not called and count as the default account. `true`: providers are
   * called, awaited, and fail as in the SDK. `false`: always the default account.
   */
  readonly resolveCredentials?: 'auto' | boolean;
}

type Given = Readonly<Record<string, unknown>>;

/** The check of each option of a world. */
const WORLD: { readonly [K in keyof Required<FakeWorldOptions>]: (value: unknown) => unknown } = {
  defaultAccount: requireAccountId,
  // Checked where it is used: `required` is not a Region.
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

/** The other options of {@link FakeEcrOptions}. */
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

/** The check of each option of the registry protocol. */
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

/** A name, or all names below one. Ports are not part of it, and addresses need not be allowed. */
const HOST = /^\.?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i;

/** @throws FakeEcrError if a host name is malformed */
export function requireHosts(allowed: unknown): void {
  if (allowed === 'all') return;
  if (Array.isArray(allowed) && allowed.every((host) => typeof host === 'string' && HOST.test(host))) return;
  throw new FakeEcrError(
    `allowedHosts is ${shown(allowed)}.`,
    "Expected 'all', or a list of names such as ['fake-ecr', '.internal'], without ports.",
  );
}

/** @throws FakeEcrError if an option of the registry protocol is unknown or invalid */
export function requireRegistryOptions(options: RegistryOptions): void {
  for (const [name, check] of Object.entries(REGISTRY)) {
    const value = options[name as keyof RegistryOptions];
    if (value !== undefined) check(value);
  }
}

/** @throws FakeEcrError if an option is unknown or invalid */
export function requireWorldOptions(options: unknown, who: string): void {
  requireEach(options, who, WORLD);
}

/**
 * @param further names of options that are checked elsewhere
 * @throws FakeEcrError if an option is unknown or invalid
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

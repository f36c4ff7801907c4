import { requireAmount, requireOneOf, requireOptions, requireText, shown } from './domain/arguments.js';
import { BEHAVIOURS } from './domain/behaviour.js';
import { requireDurations } from './domain/durations.js';
import { DEFAULT_LIMITS } from './domain/limits.js';
import { MisuseError } from './domain/misuse.js';
import { isMoment } from './domain/moment.js';
import { requireAccountId } from './domain/regions.js';
import { requireSchedule } from './engines/replication/schedule.js';
import type { RegistryOptions } from './doors/registry/registry-options.js';
import type { FakeEcrOptions, FakeWorldOptions } from './fake-ecr-options.js';

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
      throw new MisuseError(`seed is ${shown(value)}.`, 'Expected a whole number.');
    }
  },
  onUnmodelled: (value) => requireOneOf(value, 'onUnmodelled', ['warn', 'error', 'ignore']),
  now: (value) => {
    const moment = typeof value === 'string' ? NaN : Number(value);
    if (!isMoment(moment)) {
      throw new MisuseError(`now is ${shown(value)}.`, 'Expected a Date, or epoch milliseconds.');
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
    throw new MisuseError(
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

/** @throws MisuseError where an option of the registry protocol has a value that it can't have */
export function requireRegistryOptions(options: RegistryOptions): void {
  for (const [name, check] of Object.entries(REGISTRY)) {
    const value = options[name as keyof RegistryOptions];
    if (value !== undefined) check(value);
  }
}

/** @throws MisuseError where an option is none, or has a value that it can't have */
export function requireWorldOptions(options: unknown, who: string): void {
  requireEach(options, who, WORLD);
}

/**
 * @param further names of options that somebody else checks
 * @throws MisuseError where an option is none, or has a value that it can't have
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

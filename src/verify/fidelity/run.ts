import type { ECRClientConfig, ECRClient } from '@aws-sdk/client-ecr';
import { FakeWorld } from '../../fake/fake-world.js';
import { Bench, Stopped } from './bench.js';
import { type Leftover, cleanUp } from './clean-up.js';
import { Ledger, type Made } from './ledger.js';
import { type MaskOptions, masked } from './mask.js';
import type { Place, PlaceName, Places } from './place.js';
import type { Need, Probe } from './probe.js';
import type { Shown } from './recording.js';
import { type SavedSettings, type SettingsSdk, putSettingsBack, readSettings } from './registry-settings.js';

/** The SDK, as far as a run uses it. */
export type FidelitySdk = SettingsSdk & {
  readonly ECRClient: new (config: ECRClientConfig) => ECRClient;
};

/** The settings of registries before the run, by place. */
export type Saved = Readonly<Partial<Record<PlaceName, SavedSettings>>>;

/** How statements are shown. */
export interface RunOptions {
  readonly sdk: FidelitySdk;
  /** The registries: real ones, or those of an endpoint. */
  readonly places: Places;
  readonly probes: readonly Probe[];
  /** What every name begins with that is made: unique, and no longer than 24 characters. */
  readonly prefix: string;
  /** Whether settings of a whole registry may be changed for a while. */
  readonly allowsRegistrySettings: boolean;
  /** Lets real time pass. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Whether the run was asked to end. */
  readonly isStopped?: () => boolean;
  /** What an earlier run, which was ended, had made, saved and shown. */
  readonly earlier?: {
    readonly made: readonly Made[];
    readonly saved: Saved;
    readonly shown: readonly Shown[];
  };
  /** Told before a statement is shown. */
  readonly onStart?: (probe: Probe, number: number, count: number) => void;
  /** Told what there is to be kept, before and after each change. */
  readonly onState?: (state: {
    readonly made: readonly Made[];
    readonly saved: Saved;
    readonly shown: readonly Shown[];
  }) => void;
}

/** The result of a run. */
export interface Run {
  readonly shown: readonly Shown[];
  /** Whether it came to its end. */
  readonly isComplete: boolean;
  /** What could not be removed. */
  readonly leftovers: readonly Leftover[];
  /** Registries whose settings could not be put back. */
  readonly unrestored: readonly PlaceName[];
}

/**
 * Tries statements in registries and in the fake, and compares the results. Works only in repositories that it creates,
 * and removes them.
 *
 * @param options the registries, the statements, and what may be done
 * @returns what was seen, and what is left
 * @throws nothing but programming errors: a statement that can't be shown is one that failed
 */
export async function showStatements(options: RunOptions): Promise<Run> {
  const { sdk, places, probes, earlier, isStopped = () => false, onStart = () => undefined } = options;
  // What could not be shown may be shown now.
  const shown: Shown[] = (earlier?.shown ?? []).filter(
    ({ outcome }) => outcome === 'agrees' || outcome === 'differs',
  );
  let saved: Saved = earlier?.saved ?? {};
  const tell = () => options.onState?.({ made: [...ledger.made].reverse(), saved, shown });
  const ledger = new Ledger(earlier?.made, () => tell());
  const unrestored = new Set<PlaceName>();
  const restore = async (): Promise<void> => {
    for (const [name, settings] of Object.entries(saved) as [PlaceName, SavedSettings][]) {
      const place = places[name];
      const isRestored =
        place !== undefined && (await putSettingsBack(sdk, place, settings).catch(() => false));
      if (isRestored) unrestored.delete(name);
      else unrestored.add(name);
    }
  };
  if (earlier !== undefined) {
    await restore();
    await cleanUp(sdk, places, ledger);
  }
  const rest = probes.filter(({ id }) => !shown.some((one) => one.id === id));
  let isComplete = true;
  for (const [index, probe] of rest.entries()) {
    if (isStopped()) {
      isComplete = false;
      break;
    }
    onStart(probe, index + 1, rest.length);
    const missing = missingNeed(probe.needs ?? [], options);
    if (missing !== undefined) {
      shown.push({ ...headOf(probe), outcome: 'skipped', reason: missing });
      continue;
    }
    const changesSettings = probe.needs?.includes('registry settings') === true;
    try {
      if (changesSettings && saved.home === undefined) {
        saved = { ...saved, home: await readSettings(sdk, places.home) };
        tell();
      }
      shown.push(
        await showStatement(probe, { ...options, isStopped }, ledger, changesSettings ? saved : undefined),
      );
    } catch (error) {
      if (error instanceof Stopped) isComplete = false;
      else shown.push({ ...headOf(probe), outcome: 'failed', reason: reasonOf(error) });
    }
    if (changesSettings) await restore();
    await cleanUp(sdk, places, ledger);
    tell();
    if (!isComplete) break;
  }
  // What was busy a moment ago may be gone now, and a replica may have come late.
  for (const replica of ledger.expected) ledger.add(replica);
  const leftovers = await cleanUp(sdk, places, ledger);
  return { shown, isComplete, leftovers, unrestored: [...unrestored] };
}

async function showStatement(
  probe: Probe,
  options: RunOptions & { readonly isStopped: () => boolean },
  ledger: Ledger,
  saved: Saved | undefined,
): Promise<Shown> {
  const { sdk, places, prefix, wait, isStopped } = options;
  const mask = maskOf(options);
  const shared = { sdk, prefix, id: probe.id, mask, ...(saved === undefined ? {} : { saved }) };
  const bench = new Bench({ ...shared, places, ledger, wait, isStopped });
  const ecr = masked(await probe.observe(bench), mask);
  const { world, places: fakePlaces, close } = await fakeOf(options, saved);
  const fakeBench = new Bench({
    ...shared,
    places: fakePlaces,
    ledger: new Ledger(),
    isStopped: () => false,
    // The fake's own time, which passes at once.
    wait: (milliseconds) => {
      world.clock.advance(milliseconds);
      world.settle();
      return Promise.resolve();
    },
  });
  const fake = masked(await probe.observe(fakeBench), mask);
  close();
  const seen = { ...headOf(probe), fake, ecr, calls: bench.calls };
  if (textOf(fake) === textOf(ecr)) return { ...seen, outcome: 'agrees' };
  const denied = bench.calls.find((one) => one.outcome === 'AccessDeniedException');
  const isDeniedThere = fakeBench.calls.some((one) => one.outcome === 'AccessDeniedException');
  if (denied !== undefined && !isDeniedThere) {
    return {
      ...seen,
      outcome: 'failed',
      reason: `ecr:${denied.operation} is not allowed: ${denied.message}`,
    };
  }
  return { ...seen, outcome: 'differs' };
}

/** A new fake for each statement, with the settings of the registry. */
async function fakeOf(
  { sdk, places }: RunOptions,
  saved: Saved | undefined,
): Promise<{ readonly world: FakeWorld; readonly places: Places; readonly close: () => void }> {
  const world = new FakeWorld({ defaultAccount: places.home.account, layers: 'required' });
  const clients: ECRClient[] = [];
  const fakePlaces: Partial<Record<PlaceName, Place>> = {};
  for (const [name, { account, region }] of Object.entries(places) as [PlaceName, Place][]) {
    const client = new sdk.ECRClient({
      region,
      credentials: world.credentials(account),
      requestHandler: world.requestHandler(),
    });
    clients.push(client);
    fakePlaces[name] = { client, account, region };
  }
  for (const [name, settings] of Object.entries(saved ?? {}) as [PlaceName, SavedSettings][]) {
    const place = fakePlaces[name];
    if (place !== undefined) await putSettingsBack(sdk, place, settings);
  }
  const close = () => {
    for (const client of clients) client.destroy();
  };
  return { world, places: fakePlaces as Places, close };
}

function maskOf({ places, prefix }: RunOptions): MaskOptions {
  const accounts: Record<string, string> = { [places.home.account]: '<account>' };
  if (places.other !== undefined) accounts[places.other.account] = '<other account>';
  return { accounts, prefix };
}

function headOf({ id, title, grade, choice }: Probe): Pick<Shown, 'id' | 'title' | 'grade' | 'choice'> {
  return { id, title, grade, ...(choice === undefined ? {} : { choice }) };
}

/** What a statement needs and the run was not given, as advice. */
function missingNeed(
  needs: readonly Need[],
  { places, allowsRegistrySettings }: RunOptions,
): string | undefined {
  if (needs.includes('registry settings') && !allowsRegistrySettings) {
    return 'it changes settings of the registry for a while: --allow-registry-settings';
  }
  if (needs.includes('second Region') && places.elsewhere === undefined) {
    return 'it needs the same account in another Region: --second-region';
  }
  if (needs.includes('second account') && places.other === undefined) {
    return 'it needs another account: --second-profile';
  }
  return undefined;
}

function reasonOf(error: unknown): string {
  const { name } = error as Error;
  const [message = ''] = (error as Error).message.split('\n');
  return name === 'Error' || name === 'FakeEcrError' ? message : `${name}: ${message}`;
}

/** The same text for equal data, regardless of the order of members. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

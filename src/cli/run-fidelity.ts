import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as passes } from 'node:timers/promises';
import type { ECRClient } from '@aws-sdk/client-ecr';
import { shown as shownValue } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import { printable } from '../lib/printable.js';
import { Clock } from '../service/clock.js';
import type { Place, Places } from '../verify/fidelity/place.js';
import type { Made } from '../verify/fidelity/ledger.js';
import type { Probe } from '../verify/fidelity/probe.js';
import { PROBES } from '../verify/fidelity/probes/index.js';
import type { Outcome, Recording, RunState, Shown } from '../verify/fidelity/recording.js';
import { type Run, type Saved, showStatements } from '../verify/fidelity/run.js';
import { registryIdOf } from '../verify/reading/read-registry.js';
import { explainCredentials, loadSdk, openClient } from './sdk-client.js';
import type { FidelityCommand } from './verify-arguments.js';

/** What showing statements needs of its terminal. */
export interface Conversation {
  readonly print: (line: string) => void;
  readonly note: (line: string) => void;
  /** Runs a function when the program should end. */
  readonly onEnd: (run: () => void) => void;
  /** Asks the user; absent without a terminal. */
  readonly ask?: (question: string) => Promise<string>;
  /** Told which statement it is; absent without a terminal. */
  readonly status?: (line: string) => void;
}

/** How much of what was seen is shown, where both say the same and where they do not. */
const SHORT = 100;
const LONG = 600;

/** Differences last: they are what somebody came for, and the end is what a terminal shows. */
const ORDER: readonly Outcome[] = ['skipped', 'agrees', 'failed', 'differs'];

type State = RunState<Made, Saved>;
type Sdk = Awaited<ReturnType<typeof loadSdk>>;

/**
 * Shows statements in a registry and in the fake, and prints where they differ.
 *
 * @param version of this package
 * @returns the exit code: 0 all agree, 1 some differ, 2 some could not be shown, or it was ended
 */
export async function runFidelity(
  command: FidelityCommand,
  conversation: Conversation,
  version: string,
): Promise<number> {
  const { print, note, onEnd, status } = conversation;
  const probes = selected(command.only);
  const stateFile = `${command.output}.state`;
  const earlier = earlierRun(command, stateFile);
  const sdk = await loadSdk('verify --fidelity works');
  const hosts = new Set<string>();
  const places = await openPlaces(sdk, command, hosts);
  const { account, region } = places.home;
  if (earlier !== undefined && (earlier.account !== account || earlier.region !== region)) {
    throw new FakeEcrError(
      `The run of ${stateFile} was in ${earlier.account}/${earlier.region}, and this is ${account}/${region}.`,
      'Go on with the same profile and Region.',
    );
  }
  const prefix = earlier?.prefix ?? `fake-ecr-verify-${randomBytes(3).toString('hex')}`;
  await requireConsent(command, conversation, places, probes, prefix);
  let isStopped = false;
  onEnd(() => {
    isStopped = true;
    note('Ending: what was made is removed.');
  });
  const run = await showStatements({
    sdk,
    places,
    probes,
    prefix,
    allowsRegistrySettings: command.allowsRegistrySettings,
    wait: (milliseconds) => passes(milliseconds),
    isStopped: () => isStopped,
    ...(earlier === undefined ? {} : { earlier }),
    onStart: ({ id, title }, number, count) => status?.(`[${number}/${count}] ${id} ${title}`),
    onState: (state) => {
      const whole: State = { fakeEcrRun: 1, account, region, prefix, ...state };
      writeFileSync(stateFile, JSON.stringify(whole), { mode: 0o600 });
    },
  });
  status?.('');
  for (const place of [places.home, places.elsewhere, places.other]) place?.client.destroy();
  const recording = recordingOf(run, region, version, isAws(hosts));
  writeFileSync(command.output, `${JSON.stringify(recording, null, 2)}\n`);
  const isClean = run.leftovers.length === 0 && run.unrestored.length === 0;
  if (run.isComplete && isClean) rmSync(stateFile, { force: true });
  if (command.json) print(JSON.stringify(recording, null, 2));
  else for (const line of tableOf(run, command.output)) print(printable(line));
  for (const { kind, name, problem } of run.leftovers)
    note(printable(`left behind: ${kind} ${name}: ${problem}`));
  for (const place of run.unrestored) {
    note(`The settings of the registry (${place}) are not as they were: they are in ${stateFile}.`);
  }
  if (!run.isComplete)
    note(`Ended early: fake-ecr verify --fidelity --resume --output ${command.output} goes on.`);
  const outcomes = run.shown.map(({ outcome }) => outcome);
  if (outcomes.includes('differs')) return 1;
  return run.isComplete && isClean && !outcomes.includes('failed') ? 0 : 2;
}

/** @throws FakeEcrError if there is no such statement */
function selected(only: readonly string[] | undefined): readonly Probe[] {
  if (only === undefined) return PROBES;
  const stranger = only.find((id) => !PROBES.some((one) => one.id === id));
  if (stranger === undefined && only.length > 0) return PROBES.filter(({ id }) => only.includes(id));
  throw new FakeEcrError(
    `--only ${shownValue(stranger ?? '')} is not a statement that can be shown.`,
    `There are ${PROBES.map(({ id }) => id).join(', ')}.`,
  );
}

/** What a run that was ended has left. @throws FakeEcrError if there is one and it was not asked for, or the reverse */
function earlierRun({ resume, output }: FidelityCommand, stateFile: string): State | undefined {
  if (existsSync(stateFile) !== resume) {
    throw resume
      ? new FakeEcrError(`There is no ${stateFile}.`, 'There is nothing to go on with: leave --resume out.')
      : new FakeEcrError(
          `An earlier run has not come to its end: ${stateFile} says what it made.`,
          `Go on with it (--resume --output ${output}), which removes that first, or take another --output.`,
        );
  }
  if (!resume) return undefined;
  const state = JSON.parse(readFileSync(stateFile, 'utf8')) as State;
  if (state.fakeEcrRun === 1) return state;
  throw new FakeEcrError(`${stateFile} is not the state of a run.`, 'Take another --output.');
}

async function openPlaces(sdk: Sdk, command: FidelityCommand, hosts: Set<string>): Promise<Places> {
  const { region, profile, endpoint, secondProfile, secondRegion } = command;
  const open = async (at: { region: string; profile: string | undefined }): Promise<Place> => {
    const client = openClient(sdk, { ...at, endpoint });
    watchHosts(client, hosts);
    const account = await registryIdOf(sdk, client).catch((error: unknown) =>
      explainCredentials(error, at.profile),
    );
    if (account !== undefined) return { client, account, region: at.region };
    throw new FakeEcrError('The account of the registry is not known.', 'Allow ecr:DescribeRegistry.');
  };
  const home = await open({ region, profile });
  const other = secondProfile === undefined ? undefined : await open({ region, profile: secondProfile });
  if (other?.account === home.account) {
    throw new FakeEcrError(
      `--second-profile ${shownValue(secondProfile)} is of the same account, ${home.account}.`,
      'Expected a profile of another account; --second-region has another Region of this one.',
    );
  }
  const elsewhere = secondRegion === undefined ? undefined : await open({ region: secondRegion, profile });
  return {
    home,
    ...(elsewhere === undefined ? {} : { elsewhere }),
    ...(other === undefined ? {} : { other }),
  };
}

/** Remembers whom a client asked: evidence is what ECR itself said. */
function watchHosts(client: ECRClient, hosts: Set<string>): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const { hostname } = (args.request ?? {}) as { readonly hostname?: string };
      if (hostname !== undefined) hosts.add(hostname);
      return next(args);
    },
    { step: 'finalizeRequest', name: 'fakeEcrHosts' },
  );
}

function isAws(hosts: ReadonlySet<string>): boolean {
  return hosts.size > 0 && [...hosts].every((host) => /(^|\.)(amazonaws\.com(\.cn)?|api\.aws)$/.test(host));
}

/** @throws FakeEcrError if the user does not agree to what is going to happen */
async function requireConsent(
  { yes, allowsRegistrySettings }: FidelityCommand,
  { ask, note }: Conversation,
  { home, elsewhere, other }: Places,
  probes: readonly Probe[],
  prefix: string,
): Promise<void> {
  const where = [home, elsewhere, other].flatMap((one) =>
    one === undefined ? [] : [`${one.account}/${one.region}`],
  );
  note(
    [
      `${probes.length} statements are shown in ${where.join(', ')}.`,
      `Repositories, creation templates and pull-through cache rules below ${prefix}/ are made there, with images of a few hundred bytes, and removed.`,
      allowsRegistrySettings
        ? 'The replication configuration, the registry policy and the scanning configuration are changed for moments and put back.'
        : 'No settings of a registry are changed.',
    ].join('\n'),
  );
  if (yes) return;
  if (ask === undefined) {
    throw new FakeEcrError('Nobody is there to agree to that.', 'Pass --yes if you do.');
  }
  if (/^y(es)?$/i.test((await ask('Go on? [y/N] ')).trim())) return;
  throw new FakeEcrError('Nothing was done.');
}

function recordingOf(run: Run, region: string, version: string, isOfAws: boolean): Recording {
  return {
    fakeEcrRecording: 1,
    source: isOfAws ? 'aws' : 'endpoint',
    date: new Date(new Clock().now()).toISOString().slice(0, 10),
    region,
    version,
    isComplete: run.isComplete,
    statements: run.shown,
  };
}

/** The lines of a table: each statement, what the fake says, what ECR said, and whether they agree. */
function tableOf({ shown, isComplete }: Run, output: string): readonly string[] {
  const width = Math.max(...shown.map(({ id }) => id.length), 2);
  const rows = [...shown].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  const count = (outcome: Outcome) => shown.filter((one) => one.outcome === outcome).length;
  return [
    ...rows.flatMap((one) => rowOf(one, width)),
    `${shown.length} statements${isComplete ? '' : ' so far'}: ${count('agrees')} agree, ${count('differs')} differ, ${count('failed')} failed, ${count('skipped')} skipped. The recording is in ${output}.`,
  ];
}

function rowOf({ id, title, grade, outcome, fake, ecr, reason }: Shown, width: number): readonly string[] {
  const head = `${outcome.padEnd(7)}  ${id.padEnd(width)}  ${grade.padEnd(7)}  ${title}`;
  const indent = ' '.repeat(9);
  if (outcome === 'agrees') return [head, `${indent}both  ${cut(fake, SHORT)}`];
  const seen =
    outcome === 'differs' ? [`${indent}fake  ${cut(fake, LONG)}`, `${indent}ECR   ${cut(ecr, LONG)}`] : [];
  return [head, ...seen, ...(reason === undefined ? [] : [`${indent}${reason}`])];
}

function cut(value: unknown, length: number): string {
  const text = JSON.stringify(value);
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

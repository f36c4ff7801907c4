import { requireAccountId, requireRegion } from '../../aws/arguments.js';
import { shown } from '../../lib/arguments.js';
import { FakeEcrError } from '../../lib/misuse.js';
import type { TerraformPlace } from '../../scenes/iac/terraform/terraform-places.js';

/** One account in one Region. */
export interface SeedPlace {
  readonly account: string;
  readonly region: string;
}

/** What templates, plans and states do not say of themselves. */
export interface SeedOptions {
  /** By the name of a stack; the empty name is for all stacks that are not listed. */
  readonly places: Readonly<Record<string, SeedPlace>>;
  /** By `Name`, or by `Stack:Name` for one stack only. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly imports: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
  readonly providers: Readonly<Record<string, TerraformPlace>>;
  readonly unknown: 'skip' | Readonly<Record<string, string>>;
}

/** The options of `serve`, `exec` and `convert` that are for seeds. */
export const SEED_OPTIONS = {
  at: { type: 'string', multiple: true },
  parameter: { type: 'string', multiple: true },
  import: { type: 'string', multiple: true },
  value: { type: 'string', multiple: true },
  provider: { type: 'string', multiple: true },
  unknown: { type: 'string', multiple: true },
} as const;

type Given = { readonly [Name in keyof typeof SEED_OPTIONS]?: string[] | undefined };

/** @throws FakeEcrError if an option is malformed; its text says what was expected */
export function readSeedOptions(given: Given): SeedOptions {
  return {
    places: record(given.at ?? [], (text) => {
      const [, stack = '', place = ''] = /^(?:([^=]*)=)?(.*)$/s.exec(text) ?? [];
      return [stack, placeOf(place)];
    }),
    parameters: record(given.parameter ?? [], (text) => pair('parameter', text, 'Stage=prod')),
    imports: record(given.import ?? [], (text) => pair('import', text, 'Network:VpcId=vpc-1')),
    values: record(given.value ?? [], (text) => pair('value', text, 'Vpc.VpcId=vpc-1')),
    providers: record(given.provider ?? [], (text) => {
      const [name, place] = pair('provider', text, 'aws.dr=444455556666/eu-west-1');
      return [name, providerPlaceOf(place)];
    }),
    unknown: unknownOf(given.unknown ?? []),
  };
}

function record<T>(
  texts: readonly string[],
  read: (text: string) => readonly [string, T],
): Record<string, T> {
  return Object.fromEntries(texts.map(read));
}

/** At the first `=`; what follows may have more of them. */
function pair(option: string, text: string, example: string): readonly [string, string] {
  const border = text.indexOf('=');
  if (border > 0) return [text.slice(0, border), text.slice(border + 1)];
  throw new FakeEcrError(
    `--${option} ${shown(text)} has no name and value.`,
    `Expected for example --${option} ${example}.`,
  );
}

function placeOf(text: string): SeedPlace {
  const [account = '', region, ...more] = text.split('/');
  if (region !== undefined && more.length === 0) {
    return { account: requireAccountId(account), region: requireRegion(region) };
  }
  throw new FakeEcrError(
    `--at ${shown(text)} is not a place.`,
    'Expected an account and a Region, such as --at 111122223333/us-west-2, or --at Source=111122223333/us-west-2 for one stack.',
  );
}

/** An account, a Region, or both: a plan tells one or the other by itself. */
function providerPlaceOf(text: string): TerraformPlace {
  const [first = '', second, ...more] = text.split('/');
  if (more.length > 0 || text === '') {
    throw new FakeEcrError(
      `--provider got ${shown(text)}.`,
      'Expected an account, a Region, or both: --provider aws.dr=444455556666/eu-west-1.',
    );
  }
  const region = second ?? (/^\d+$/.test(first) ? undefined : first);
  const account = second === undefined && region !== undefined ? '' : first;
  return {
    ...(account === '' ? {} : { account: requireAccountId(account) }),
    ...(region === undefined ? {} : { region: requireRegion(region) }),
  };
}

function unknownOf(texts: readonly string[]): SeedOptions['unknown'] {
  if (!texts.includes('skip')) {
    return record(texts, (text) =>
      pair(
        'unknown',
        text,
        `'aws_iam_role_policy.push.policy={"Version":"2012-10-17",…}', or --unknown skip`,
      ),
    );
  }
  if (texts.length === 1) return 'skip';
  throw new FakeEcrError('--unknown skip was given with values.', 'Skip all of them, or say each of them.');
}

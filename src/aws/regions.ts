import { shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import { misspeltOf } from '../lib/nearest.js';

/** A partition of AWS: accounts, ARNs and replication never cross its border [docs]. */
export interface Partition {
  readonly id:
    'aws' | 'aws-cn' | 'aws-us-gov' | 'aws-eusc' | 'aws-iso' | 'aws-iso-b' | 'aws-iso-e' | 'aws-iso-f';
  /** The suffix of registry hosts, for example `amazonaws.com`. */
  readonly dnsSuffix: string;
}

const DIRECTION = '(?:(?:north|south)(?:east|west)?|east|west|central)-[1-9]\\d?';

/** All but the commercial one, with the form of their Regions' names: area, direction and number. */
const PARTITIONS: readonly (Partition & { readonly pattern: RegExp })[] = [
  { id: 'aws-cn', dnsSuffix: 'amazonaws.com.cn', pattern: formOf('cn') },
  { id: 'aws-us-gov', dnsSuffix: 'amazonaws.com', pattern: formOf('us-gov') },
  { id: 'aws-eusc', dnsSuffix: 'amazonaws.eu', pattern: formOf('eusc-[a-z]{2}') },
  { id: 'aws-iso', dnsSuffix: 'c2s.ic.gov', pattern: formOf('us-iso') },
  { id: 'aws-iso-b', dnsSuffix: 'sc2s.sgov.gov', pattern: formOf('us-isob') },
  { id: 'aws-iso-e', dnsSuffix: 'cloud.adc-e.uk', pattern: formOf('eu-isoe') },
  { id: 'aws-iso-f', dnsSuffix: 'csp.hci.ic.gov', pattern: formOf('us-isof') },
];

const COMMERCIAL = {
  id: 'aws',
  dnsSuffix: 'amazonaws.com',
  pattern: formOf('(?:us|eu|ap|sa|ca|me|af|il|mx)'),
} as const;

function formOf(place: string): RegExp {
  return new RegExp(`^${place}-${DIRECTION}$`);
}

/** The suffixes of registry hosts, over all partitions. */
export const DNS_SUFFIXES: readonly string[] = [
  ...new Set([COMMERCIAL, ...PARTITIONS].map((partition) => partition.dnsSuffix)),
];

/** Regions that every account has from the start [docs]. */
export const DEFAULT_REGIONS: ReadonlySet<string> = new Set(
  (
    'us-east-1 us-east-2 us-west-1 us-west-2 ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ' +
    'ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-west-1 eu-west-2 eu-west-3 eu-north-1 ' +
    'sa-east-1 cn-north-1 cn-northwest-1 us-gov-east-1 us-gov-west-1 eusc-de-east-1 us-iso-east-1 ' +
    'us-iso-west-1 us-isob-east-1 us-isob-west-1 eu-isoe-west-1 us-isof-east-1 us-isof-south-1'
  ).split(' '),
);

/** Regions an account has to enable first [docs]. */
export const OPT_IN_REGIONS: ReadonlySet<string> = new Set(
  (
    'af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ' +
    'ap-southeast-6 ap-southeast-7 ca-west-1 eu-central-2 eu-south-1 eu-south-2 il-central-1 ' +
    'me-central-1 me-south-1 mx-central-1'
  ).split(' '),
);

const byRegion = new Map<string, Partition>();

/** The partition a Region belongs to; names of an unknown form count as commercial. */
export function partitionOf(region: string): Partition {
  let partition = byRegion.get(region);
  if (partition === undefined) {
    partition = PARTITIONS.find((candidate) => candidate.pattern.test(region)) ?? COMMERCIAL;
    byRegion.set(region, partition);
  }
  return partition;
}

export function isKnownRegion(region: string): boolean {
  return DEFAULT_REGIONS.has(region) || OPT_IN_REGIONS.has(region);
}

export function isOptInRegion(region: string): boolean {
  return OPT_IN_REGIONS.has(region);
}

export function isRegionOfSomePartition(name: string): boolean {
  return isKnownRegion(name) || [COMMERCIAL, ...PARTITIONS].some(({ pattern }) => pattern.test(name));
}

/**
 * Refuses a client's Region that is a misspelt real one: on AWS its host would not be found, and here it would be an
 * empty Region. Names that tests make up, such as `local`, are accepted.
 */
export function refuseMisspeltRegion(name: string): void {
  if (isRegionOfSomePartition(name)) return;
  const meant = misspeltOf(name, DEFAULT_REGIONS) ?? misspeltOf(name, OPT_IN_REGIONS);
  if (meant === undefined) return;
  throw new FakeEcrError(
    `A client calls the Region ${shown(name)}, which does not exist: on AWS its host would not be found.`,
    `Did you mean '${meant}'?`,
  );
}

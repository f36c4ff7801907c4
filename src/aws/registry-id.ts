/** Where a rule sends images: one account in one Region. */
export interface Destination {
  /** For example `eu-west-1`. */
  readonly region: string;
  /** The account of the registry, twelve digits. */
  readonly registryId: string;
}

export function destinationKey(destination: Destination): string {
  return `${destination.registryId}/${destination.region}`;
}

/** The destination that a key names, for example `111122223333/us-east-1`; undefined if it names none. */
export function parseDestination(key: string): Destination | undefined {
  const [, registryId, region] = /^(\d{12})\/([a-z0-9-]+)$/.exec(key) ?? [];
  return registryId === undefined || region === undefined ? undefined : { registryId, region };
}

export function sameDestination(a: Destination, b: Destination): boolean {
  return a.region === b.region && a.registryId === b.registryId;
}

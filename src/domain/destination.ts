/** Where a rule sends images: one account in one Region. */
export interface Destination {
  readonly region: string;
  readonly registryId: string;
}

export function destinationKey(destination: Destination): string {
  return `${destination.registryId}/${destination.region}`;
}

export function sameDestination(a: Destination, b: Destination): boolean {
  return a.region === b.region && a.registryId === b.registryId;
}

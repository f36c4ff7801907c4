import type { ECRClient } from '@aws-sdk/client-ecr';

/** Where something is made: in the registry that is looked at, in its account elsewhere, or in the other account. */
export type PlaceName = 'home' | 'elsewhere' | 'other';

/** One account in one Region, and a client that acts there. */
export interface Place {
  readonly client: ECRClient;
  readonly account: string;
  readonly region: string;
}

export type Places = Readonly<Partial<Record<PlaceName, Place>>> & { readonly home: Place };

import type { Registry } from '../../domain/registry.js';

/** The image asked about, and between which registries. */
export interface ReplicationQuestion {
  readonly repositoryName: string;
  readonly tag?: string | undefined;
  readonly digest?: string | undefined;
  readonly source: Registry;
  readonly destination: Registry;
  /** The moment of the clock, in epoch milliseconds, to set beside what is due. */
  readonly now: number;
}

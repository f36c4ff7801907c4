import { type Destination, destinationKey } from '../aws/registry-id.js';
import { type ReplicationSelection, selects } from '../ecr/replication/failure.js';
import type { Declaration, Declarations, Said } from './declarations.js';
import { nearestOutage, nearestReplication, writtenSelection } from './what-came-near.js';

/** A fault that lasts until the test ends it. */
interface Lasting {
  readonly declaration: Declaration;
}

interface Outage extends Lasting {
  readonly region: string;
}

interface Stall extends Lasting {
  readonly selected: ReplicationSelection;
}

/** Regions that are down and replications that are stuck. Several may be declared for one of them: it is free when all have ended. */
export class LastingFaults {
  private readonly outages = new Set<Outage>();
  private readonly stalls = new Set<Stall>();

  constructor(private readonly declarations: Declarations) {}

  /** @returns ends it; tells whether that was still to be done */
  stall(selected: ReplicationSelection): () => boolean {
    const said = saidOfReplications(this.declarations, 'stallReplication', selected);
    const stall = { selected, declaration: this.declarations.add(said, Infinity) };
    this.stalls.add(stall);
    return () => this.stalls.delete(stall);
  }

  /** @returns ends it; tells whether that was still to be done */
  outage(region: string): () => boolean {
    const since = this.declarations.now;
    const said: Said = {
      kind: 'outage',
      declared: `ecr.outage('${region}')`,
      nearest: (history) => nearestOutage(region, since, history),
    };
    const outage = { region, declaration: this.declarations.add(said, Infinity) };
    this.outages.add(outage);
    return () => this.outages.delete(outage);
  }

  /** Regions that are down, each once. */
  get regionsDown(): readonly string[] {
    return [...new Set([...this.outages].map(({ region }) => region))].sort();
  }

  /** Which replications are stuck. */
  get stuck(): readonly ReplicationSelection[] {
    return [...this.stalls].map(({ selected }) => selected);
  }

  /** Ends all outages of a Region. @returns whether there were any */
  endOutages(region: string): boolean {
    return endAll(this.outages, (outage) => outage.region === region);
  }

  /** Ends all stalls of the same destination and repository. @returns whether there were any */
  endStalls({ to, repository }: ReplicationSelection): boolean {
    const key = to && destinationKey(to);
    return endAll(
      this.stalls,
      ({ selected }) =>
        selected.repository === repository && (selected.to && destinationKey(selected.to)) === key,
    );
  }

  /** What keeps replications from arriving for now. */
  blockadeOf(destination: Destination, repositoryName: string): string | undefined {
    if (this.meetsOutage(destination.region)) return `an outage of ${destination.region}`;
    const holding = [...this.stalls].filter(({ selected }) => selects(selected, destination, repositoryName));
    for (const { declaration } of holding) declaration.met += 1;
    return holding.length === 0 ? undefined : 'ecr.stallReplication()';
  }

  /** Whether a Region is down, for somebody who meets that. */
  meetsOutage(region: string): boolean {
    if (this.outages.size === 0) return false;
    const down = [...this.outages].filter((outage) => outage.region === region);
    for (const { declaration } of down) declaration.met += 1;
    return down.length > 0;
  }
}

/** What a fault of replications says of itself, if it is never met. */
export function saidOfReplications(
  declarations: Declarations,
  kind: 'failReplication' | 'delayReplication' | 'stallReplication',
  selected: ReplicationSelection,
): Said {
  const since = declarations.now;
  return {
    kind,
    declared: `ecr.${kind}(${writtenSelection(selected)})`,
    nearest: (history) => nearestReplication(selected, since, history, kind === 'failReplication'),
  };
}

function endAll<T>(faults: Set<T>, matches: (fault: T) => boolean): boolean {
  const ended = [...faults].filter(matches);
  for (const fault of ended) faults.delete(fault);
  return ended.length > 0;
}

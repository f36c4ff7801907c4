import { type Destination, sameDestination } from './destination.js';

export interface ReplicationRule {
  readonly destinations: readonly Destination[];
  /** Prefixes of repository names, any of which suffices; absent for all repositories [docs]. */
  readonly prefixes?: readonly string[];
  /** Whether deletions go to the destinations too; absent where it was not said. */
  readonly deleteReplication?: boolean;
}

/** A document as it was put, and when (epoch milliseconds). */
interface ConfigurationVersion {
  readonly rules: readonly ReplicationRule[];
  readonly putAt: number;
}

/** The replication document of one registry, with its history: what was in force when explains what came. */
export class ReplicationConfiguration {
  private readonly versions: ConfigurationVersion[] = [];

  get rules(): readonly ReplicationRule[] {
    return this.versions.at(-1)?.rules ?? [];
  }

  /** The latest version's moment, or undefined where nothing was ever put. */
  get putAt(): number | undefined {
    return this.versions.at(-1)?.putAt;
  }

  get history(): readonly ConfigurationVersion[] {
    return this.versions;
  }

  /** Replaces the whole document; there is no merging [docs]. */
  put(rules: readonly ReplicationRule[], at: number): void {
    this.versions.push({ rules, putAt: at });
  }

  /** The rules that match a repository. */
  rulesFor(repositoryName: string): readonly ReplicationRule[] {
    return this.rules.filter((rule) => ruleMatches(rule, repositoryName));
  }

  /** Where a repository's images go: the union over matching rules, each destination once, in order [assumed]. */
  destinationsFor(repositoryName: string): readonly Destination[] {
    const destinations: Destination[] = [];
    for (const rule of this.rules) {
      if (!ruleMatches(rule, repositoryName)) continue;
      for (const destination of rule.destinations) {
        if (!destinations.some((known) => sameDestination(known, destination)))
          destinations.push(destination);
      }
    }
    return destinations;
  }

  hasDestination(destination: Destination): boolean {
    return this.rules.some((rule) => rule.destinations.some((one) => sameDestination(one, destination)));
  }

  /** Since when, without a break until now, the repository has been sent to the destination. */
  routedSince(repositoryName: string, destination: Destination): number | undefined {
    let since: number | undefined;
    for (const version of this.versions) {
      const routes = version.rules.some(
        (rule) =>
          ruleMatches(rule, repositoryName) &&
          rule.destinations.some((one) => sameDestination(one, destination)),
      );
      if (!routes) since = undefined;
      else since ??= version.putAt;
    }
    return since;
  }
}

/** PREFIX_MATCH: the name starts with the text, with no implied slash [docs]. */
export function prefixMatches(prefix: string, repositoryName: string): boolean {
  return repositoryName.startsWith(prefix);
}

export function ruleMatches(rule: ReplicationRule, repositoryName: string): boolean {
  return rule.prefixes === undefined || rule.prefixes.some((prefix) => prefixMatches(prefix, repositoryName));
}

import { type Destination, sameDestination } from '../../aws/registry-id.js';

export interface ReplicationRule {
  readonly destinations: readonly Destination[];
  /** Prefixes of repository names, one of which has to match; absent for all repositories [docs]. */
  readonly prefixes?: readonly string[];
  /** Whether deletions are replicated too; absent if it was not given. */
  readonly deleteReplication?: boolean;
}

/** Why a repository's images go to a destination: the first matching rule. */
export interface Route {
  readonly destination: Destination;
  /** The rule's position in the document, from 1. */
  readonly rule: number;
  /** The filter that matched; absent if the rule has none. */
  readonly prefix?: string;
}

/** A document as it was put, and when (epoch milliseconds). */
interface ConfigurationVersion {
  readonly rules: readonly ReplicationRule[];
  readonly putAt: number;
}

/** The replication document of one registry, with its history, which explanations need. */
export class ReplicationConfiguration {
  private readonly versions: ConfigurationVersion[] = [];
  /** By repository name, as long as the document is in force. */
  private readonly routes = new Map<string, readonly Route[]>();

  get rules(): readonly ReplicationRule[] {
    return this.versions.at(-1)?.rules ?? [];
  }

  get history(): readonly ConfigurationVersion[] {
    return this.versions;
  }

  /** Replaces the whole document; nothing is merged [docs]. */
  put(rules: readonly ReplicationRule[], at: number): void {
    this.versions.push({ rules: rules.map(normalRule), putAt: at });
    this.routes.clear();
  }

  /** @returns a function that takes back the documents put from now on */
  mark(): () => void {
    const { length } = this.versions;
    return () => {
      this.versions.length = length;
      this.routes.clear();
    };
  }

  /** Where a repository's images go: the union over all matching rules, each destination once, in order [assumed]. */
  routesFor(repositoryName: string): readonly Route[] {
    let routes = this.routes.get(repositoryName);
    if (routes === undefined) {
      this.routes.set(repositoryName, (routes = findRoutes(this.rules, repositoryName)));
    }
    return routes;
  }

  routeTo(repositoryName: string, destination: Destination): Route | undefined {
    return this.routesFor(repositoryName).find((route) => sameDestination(route.destination, destination));
  }

  hasDestination(destination: Destination): boolean {
    return this.rules.some((rule) => rule.destinations.some((one) => sameDestination(one, destination)));
  }

  /** Whether any document, past or present, sent the repository to the destination. */
  everRouted(repositoryName: string, destination: Destination): boolean {
    return this.versions.some((version) => sends(version.rules, repositoryName, destination));
  }

  /** Since when the repository has been sent to the destination without interruption. */
  routedSince(repositoryName: string, destination: Destination): number | undefined {
    let since: number | undefined;
    for (const version of this.versions) {
      if (!sends(version.rules, repositoryName, destination)) since = undefined;
      else since ??= version.putAt;
    }
    return since;
  }
}

/** The same form for every source: members in one order, and none that was not given. */
function normalRule({ destinations, prefixes, deleteReplication }: ReplicationRule): ReplicationRule {
  return {
    destinations: destinations.map(({ region, registryId }) => ({ region, registryId })),
    ...(prefixes === undefined ? {} : { prefixes: [...prefixes] }),
    ...(deleteReplication === undefined ? {} : { deleteReplication }),
  };
}

function sends(rules: readonly ReplicationRule[], repositoryName: string, destination: Destination): boolean {
  return rules.some(
    (rule) =>
      ruleMatches(rule, repositoryName) && rule.destinations.some((one) => sameDestination(one, destination)),
  );
}

function findRoutes(rules: readonly ReplicationRule[], repositoryName: string): readonly Route[] {
  const routes: Route[] = [];
  for (const [index, rule] of rules.entries()) {
    if (!ruleMatches(rule, repositoryName)) continue;
    const prefix = rule.prefixes?.find((one) => prefixMatches(one, repositoryName));
    for (const destination of rule.destinations) {
      if (routes.some((known) => sameDestination(known.destination, destination))) continue;
      routes.push({ destination, rule: index + 1, ...(prefix === undefined ? {} : { prefix }) });
    }
  }
  return routes;
}

/** PREFIX_MATCH: the name starts with the text, with no implied slash [docs]. */
function prefixMatches(prefix: string, repositoryName: string): boolean {
  return repositoryName.startsWith(prefix);
}

export function ruleMatches(rule: ReplicationRule, repositoryName: string): boolean {
  return rule.prefixes === undefined || rule.prefixes.some((prefix) => prefixMatches(prefix, repositoryName));
}

/** What the console is told, as JSON. The page in the browser reads these types and nothing else of the package. */

/** A part of a list that may be long. */
export interface Page<T> {
  /** How many there are in all. */
  readonly total: number;
  /** The place of the first row among all of them, from 0. */
  readonly offset: number;
  readonly rows: readonly T[];
}

/** What stands first on the page: accounts, the replication graph, pending work and faults. */
export interface WorldView {
  /** Counts changes; a later view has a larger one. */
  readonly version: number;
  /** The fake's clock, in UTC, to the second. */
  readonly now: string;
  readonly counts: {
    readonly accounts: number;
    readonly registries: number;
    readonly repositories: number;
    readonly images: number;
  };
  readonly registries: readonly RegistryRow[];
  /** How many registries were left out. */
  readonly registriesLeftOut: number;
  readonly graph: GraphView;
  /** Every way from one registry to another, drawn or not. */
  readonly edges: readonly EdgeView[];
  readonly edgesLeftOut: number;
  /** Work that has not been done yet: the first lines, and how many there are. */
  readonly pending: { readonly total: number; readonly lines: readonly string[] };
  /** Regions that are down. */
  readonly outages: readonly string[];
  /** Replications that are stuck. */
  readonly stalls: readonly StallView[];
  /** Calls that are to fail. */
  readonly failures: readonly FailureView[];
}

/** Calls that are to fail: all of an operation, or those of an account, in a Region, or on a repository. */
export interface FailureView {
  /** `*` for all. */
  readonly operation: string;
  /** The name of the exception. */
  readonly code: string;
  readonly account?: string;
  readonly region?: string;
  readonly repository?: string;
  /** How often; `always` until it is ended. */
  readonly left: number | 'always';
}

/** Replications that are stuck: to a registry, or of a repository, or all. */
export interface StallView {
  readonly to?: string;
  readonly repository?: string;
}

export interface RegistryRow {
  /** `<account>/<region>`. */
  readonly key: string;
  readonly account: string;
  readonly region: string;
  readonly isEnabled: boolean;
  readonly repositories: number;
  readonly images: number;
  readonly summary: string;
}

/**
 * `blocked`: nothing gets through. `failed`: the way is open, and the last copy of an image failed on it. `pending`:
 * something is under way. `carried`: images arrived. `open`: permitted, and nothing was sent yet.
 */
export type EdgeState = 'blocked' | 'failed' | 'pending' | 'carried' | 'open';

export interface EdgeView {
  /** Keys of registries. */
  readonly from: string;
  readonly to: string;
  readonly state: EdgeState;
  /** Which repositories: `all repositories`, or prefixes. */
  readonly what: string;
  /** A few words: `12 carried`, `blocked: no registry policy`. */
  readonly label: string;
  /** What stands in the way of all or some of it. */
  readonly problem?: string;
  /** Images by what became of their latest copy here. */
  readonly carried: number;
  readonly pending: number;
  readonly failed: number;
  /** An image to ask about, if there is one: the latest that failed, else the latest that is pending, else any. */
  readonly example?: string;
}

/** A drawing, in pixels. */
export interface GraphView {
  readonly width: number;
  readonly height: number;
  readonly bands: readonly { readonly account: string; readonly y: number; readonly height: number }[];
  readonly boxes: readonly {
    readonly key: string;
    readonly region: string;
    readonly isEnabled: boolean;
    readonly counts: string;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
  readonly lines: readonly {
    /** The place of the edge in the list of edges. */
    readonly edge: number;
    /** The `d` of an SVG path. */
    readonly path: string;
    readonly labelX: number;
    readonly labelY: number;
    readonly anchor: 'start' | 'end';
  }[];
}

/** A policy and what it allows. */
export interface PolicyView {
  /** Indented, and cut if it is long. */
  readonly text: string;
  readonly statements: readonly StatementView[];
}

export interface StatementView {
  /** Its Sid, or its place: `#1`. */
  readonly name: string;
  readonly effect: 'Allow' | 'Deny';
  readonly who: string;
  readonly actions: string;
  readonly resources?: string;
  readonly conditions: readonly string[];
}

export interface RegistryView {
  readonly key: string;
  readonly summary: string;
  readonly rules: readonly {
    readonly what: string;
    readonly to: readonly string[];
    readonly deletes: boolean;
  }[];
  readonly policy?: PolicyView;
  readonly caches: readonly { readonly prefix: string; readonly upstream: string }[];
  readonly templates: readonly { readonly prefix: string; readonly appliedFor: readonly string[] }[];
}

export interface RepositoryRow {
  readonly name: string;
  readonly images: number;
  readonly tags: number;
  readonly summary: string;
}

export interface RepositoryView extends RepositoryRow {
  readonly registry: string;
  readonly arn: string;
  readonly uri: string;
  readonly created: string;
  readonly resourceTags: readonly (readonly [string, string])[];
  readonly policy?: PolicyView;
  /** Indented. */
  readonly lifecyclePolicy?: string;
}

export interface CopyView {
  readonly to: string;
  readonly status: 'IN_PROGRESS' | 'COMPLETE' | 'FAILED';
  /** With the code of a failure. */
  readonly text: string;
}

export interface ImageRow {
  readonly digest: string;
  /** The first few. */
  readonly tags: readonly string[];
  readonly tagCount: number;
  readonly size: string;
  readonly pushed: string;
  readonly status: string;
  /** What it is, if it is not just an image that was pushed. */
  readonly kind?: string;
  /** How many copies of it are in each state, those that occur. */
  readonly copyStates: readonly { readonly status: CopyView['status']; readonly count: number }[];
}

export interface BlobView {
  readonly digest: string;
  readonly size: string;
  readonly mediaType: string;
}

export interface RelatedView {
  readonly digest: string;
  readonly type: string;
  readonly status: string;
}

export interface ImageView extends ImageRow {
  readonly registry: string;
  readonly repository: string;
  readonly mediaType: string;
  /** Where it was sent to. */
  readonly copies: readonly CopyView[];
  /** The manifest as it was sent, cut if it is long. */
  readonly manifest: string;
  /** Config and layers. */
  readonly blobs: readonly BlobView[];
  readonly blobCount: number;
  /** The manifests of an index. */
  readonly children: readonly RelatedView[];
  readonly subject?: string;
  readonly referrers: readonly RelatedView[];
  readonly pulled?: string;
  readonly scan?: {
    readonly status: string;
    readonly description: string;
    /** `3 HIGH`. */
    readonly severities: readonly string[];
    readonly findings: number;
  };
}

export interface LifecycleRow {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly verdict: string;
  readonly reason: string;
}

export interface FindingRow {
  readonly name: string;
  readonly severity: string;
  readonly description: string;
}

export interface TimelineRow {
  /** Its place since the last reset, from 0: the key of the row. */
  readonly sequence: number;
  /** In UTC, to the millisecond. */
  readonly moment: string;
  readonly kind: string;
  /** `<account>/<region>`. */
  readonly where: string;
  readonly repository?: string;
  readonly text: string;
  readonly failed: boolean;
}

export interface TimelineView {
  /** The latest first. */
  readonly rows: readonly TimelineRow[];
  /** Where to go on, to be given as `before`; absent at the end. */
  readonly next?: number;
  /** How many entries there were since the last reset. */
  readonly total: number;
  /** How many of the oldest are no longer kept. */
  readonly forgotten: number;
}

/** Why an image is, or is not, at a destination. */
export interface ExplanationView {
  readonly outcome: 'replicated' | 'pending' | 'failed' | 'never';
  readonly question: string;
  readonly reasons: readonly {
    readonly code: string;
    readonly text: string;
    readonly details: readonly string[];
  }[];
}

import type { CreationPurpose } from '../world/configuration/creation-templates.js';
import type { Encryption } from '../world/configuration/encryption.js';
import type { ReplicationRule, Route } from '../world/configuration/replication-configuration.js';
import type { ScanType, ScanningRule } from '../world/configuration/scanning-configuration.js';
import type { UpstreamKind, UpstreamTrouble } from '../world/configuration/upstreams.js';
import type { DeployedSource } from '../world/deployed-source.js';
import type { ImageStatus, Origin } from '../world/images/image.js';
import type { TagMutabilityMode } from '../world/images/tag-mutability.js';
import type { BackfillResult, BackfillStatus } from '../world/records/backfill.js';
import type {
  FollowingReferrers,
  LifecycleRun,
  PreviewRow,
  PreviewStatus,
} from '../world/records/lifecycle.js';
import type { FailureCause, ReplicationAction, ReplicationStatus } from '../world/records/replication.js';
import type { Findings, ImageScans } from '../world/records/scan.js';
import type { Signing, SigningRule } from '../world/records/signing.js';
import type { WrittenOrigin } from '../world/written-origin.js';
import type { WrittenEntry } from '../world/written-origins.js';

/** The version of the format that this package writes, and reads. */
export const SNAPSHOT_VERSION = 1;

/** A moment: epoch milliseconds. */
type Moment = number;

/**
 * A world as JSON. Lists may be in any order: what the order of things is, their positions tell. Not in it:
 * calls, events, credentials, faults and uploads under way.
 */
export interface Snapshot {
  readonly fakeEcrSnapshot: typeof SNAPSHOT_VERSION;
  /** The clock. */
  readonly now: Moment;
  readonly lastPosition: number;
  readonly accounts: readonly AccountSnapshot[];
  readonly registries: readonly RegistrySnapshot[];
  /** Texts of manifests, each once, by digest. */
  readonly manifests: Readonly<Record<string, { readonly text: string; readonly mediaType: string }>>;
  readonly upstreams: readonly UpstreamSnapshot[];
  /** Absent where nothing was deployed. */
  readonly written?: WrittenSnapshot;
}

/** What was deployed of templates, plans and states, and where things are written there. */
export interface WrittenSnapshot {
  readonly deployments: readonly DeployedSource[];
  readonly documents: readonly WrittenEntry[];
}

export interface AccountSnapshot {
  readonly id: string;
  readonly organizationId?: string;
  readonly organizationPath?: string;
  readonly enabledRegions: readonly string[];
  readonly disabledRegions: readonly string[];
  readonly serviceLinkedRoles: readonly string[];
}

export interface RegistrySnapshot {
  readonly account: string;
  readonly region: string;
  readonly policy?: string;
  readonly replication: readonly { readonly rules: readonly ReplicationRule[]; readonly putAt: Moment }[];
  readonly settings: Readonly<Record<string, string>>;
  readonly scanning: { readonly scanType: ScanType; readonly rules: readonly ScanningRule[] };
  readonly findings: Readonly<Record<string, Findings>>;
  readonly signing?: readonly SigningRule[];
  readonly exclusions: readonly { readonly principalArn: string; readonly createdAt: Moment }[];
  readonly pullThrough: readonly PullThroughSnapshot[];
  readonly templates: readonly TemplateSnapshot[];
  readonly backfills: readonly BackfillSnapshot[];
  readonly repositories: readonly RepositorySnapshot[];
}

export interface PullThroughSnapshot {
  readonly prefix: string;
  readonly upstreamUrl: string;
  readonly upstream: UpstreamKind;
  readonly upstreamPrefix: string;
  readonly credentialArn?: string;
  readonly customRoleArn?: string;
  readonly position: number;
  readonly createdAt: Moment;
  readonly updatedAt: Moment;
}

export interface TemplateSnapshot {
  readonly prefix: string;
  readonly description?: string;
  readonly appliedFor: readonly CreationPurpose[];
  readonly tagMutability: MutabilitySnapshot;
  readonly encryption: Encryption;
  readonly resourceTags: Readonly<Record<string, string>>;
  readonly repositoryPolicyText?: string;
  readonly lifecyclePolicyText?: string;
  readonly customRoleArn?: string;
  readonly position: number;
  readonly createdAt: Moment;
  readonly updatedAt: Moment;
}

export interface MutabilitySnapshot {
  readonly mode: TagMutabilityMode;
  readonly exclusions: readonly string[];
}

export interface BackfillSnapshot {
  readonly id: string;
  readonly position: number;
  readonly destination: { readonly region: string; readonly registryId: string };
  readonly startedAt: Moment;
  readonly endedAt?: Moment;
  readonly status: BackfillStatus;
  readonly failureCode?: string;
  readonly progress?: {
    readonly total: number;
    readonly completed: number;
    readonly failed: number;
    readonly failureCodes: readonly string[];
  };
  readonly results: readonly BackfillResult[];
}

export interface RepositorySnapshot {
  readonly name: string;
  readonly position: number;
  readonly createdAt: Moment;
  readonly tagMutability: MutabilitySnapshot;
  readonly scanOnPush: boolean;
  readonly encryption: Encryption;
  readonly resourceTags: Readonly<Record<string, string>>;
  readonly policy?: string;
  readonly lifecycle?: {
    readonly text: string;
    readonly putAt: Moment;
    readonly lastEvaluatedAt: Moment;
    readonly runs: readonly LifecycleRun[];
  };
  readonly preview?: {
    readonly id: string;
    readonly text: string;
    readonly rows: readonly PreviewRow[];
    readonly endedAt?: Moment;
    readonly status: PreviewStatus;
  };
  /** Absent where no referrers are about to follow a subject. */
  readonly following?: readonly FollowingReferrers[];
  readonly upstreamChecks: Readonly<Record<string, Moment>>;
  readonly layers: readonly LayerSnapshot[];
  readonly images: readonly ImageSnapshot[];
}

export interface LayerSnapshot {
  readonly digest: string;
  readonly size: number;
  readonly mediaType?: string;
}

export interface ImageSnapshot {
  readonly digest: string;
  readonly position: number;
  readonly pushedAt: Moment;
  readonly origin: Origin;
  readonly status: ImageStatus;
  readonly lastPulledAt?: Moment;
  readonly lastArchivedAt?: Moment;
  readonly lastActivatedAt?: Moment;
  readonly tags: readonly { readonly name: string; readonly position: number; readonly putAt: Moment }[];
  readonly scans?: ImageScans;
  readonly signings?: readonly Signing[];
  readonly replications?: readonly ReplicationSnapshot[];
}

export interface ReplicationSnapshot {
  readonly destination: { readonly region: string; readonly registryId: string };
  readonly status: ReplicationStatus;
  readonly failureCode?: string;
  readonly attempts: readonly AttemptSnapshot[];
}

export interface AttemptSnapshot {
  readonly tag?: string;
  readonly startedAt: Moment;
  /** Absent where it waited for somebody to settle. */
  readonly dueAt?: Moment;
  readonly endedAt?: Moment;
  readonly status: ReplicationStatus;
  readonly failureCode?: string;
  readonly withheldBy?: string;
  readonly route?: Route;
  readonly madeRepository?: { readonly template?: string };
  readonly cause?: CauseSnapshot;
}

/** What a denial has to say is worked out when somebody asks; here it is written down. */
export type CauseSnapshot =
  | Exclude<FailureCause, { readonly kind: 'denied' }>
  | {
      readonly kind: 'denied';
      readonly action: ReplicationAction;
      readonly reasons: readonly string[];
      readonly statement?: string;
      readonly origin?: WrittenOrigin;
      readonly template?: string;
    };

export interface UpstreamSnapshot {
  readonly url: string;
  readonly trouble?: UpstreamTrouble;
  readonly troubleReason?: string;
  readonly images: readonly {
    readonly repository: string;
    readonly digest: string;
    readonly children: readonly string[];
  }[];
  readonly tags: Readonly<Record<string, string>>;
}

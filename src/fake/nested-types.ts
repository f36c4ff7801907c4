/**
 * The types of members and parameters, for the reference only: no entry exports them. Programs reach them through the
 * type that they belong to, for example `FakeEcrOptions['debug']` or `ReplicationReason['decidedBy']`.
 *
 * @module nested-types
 */
export type { AccountSeed } from '../scenes/seed/seed.js';
export type { AllowedHosts } from '../doors/http/browser-guard.js';
export type { BlobOptions } from './options.js';
export type { Caller } from '../iam/caller.js';
export type { CreationTemplateSeed } from '../scenes/seed/seed.js';
export type { Debug } from './debugging.js';
export type { DeclaredKind } from '../service/declarations.js';
export type { Destination } from '../aws/registry-id.js';
export type { DoorAnswer } from '../service/door-ledger.js';
export type { DoorDrop } from '../service/door-ledger.js';
export type { DoorPace } from '../service/door-ledger.js';
export type { ElementFailure } from '../iam/policy/evaluate.js';
export type { EventListener } from '../ecr/events/event-bridge.js';
export type { FakeClock } from './time-controls.js';
export type { ImageBlob } from '../handles/image-builders.js';
export type { LifecycleActionTaken } from '../world/records/lifecycle.js';
export type { LifecycleReportRow } from '../ecr/lifecycle/explain.js';
export type { LifecycleVerdict } from '../ecr/lifecycle/explain.js';
export type { ListOrder } from '../lib/positions.js';
export type { NestedImageSeed } from '../scenes/seed/seed.js';
export type { OnUnmodelled } from '../service/unmodelled-input.js';
export type { OnUnused } from './unused-reports.js';
export type { PendingReplication } from '../expect/subjects.js';
export type { PendingScope } from '../expect/assertions.js';
export type { PolicyPrinting } from '../iam/policy/parsed-policies.js';
export type { PolicySide } from '../ecr/access/written-policies.js';
export type { PullThroughCacheRuleSeed } from '../scenes/seed/seed.js';
export type { PushOptions } from '../handles/push-to.js';
export type { ReasonCode } from '../ecr/replication/explain/verdict.js';
export type { RegistryWithRepository } from '../handles/registry-handle.js';
export type { ReplicationDecision } from '../ecr/replication/explain/verdict.js';
export type { ReplicationGrant } from '../handles/replication-grant.js';
export type { ReplicationOutcome } from '../ecr/replication/explain/verdict.js';
export type { ReplicationPermissionSeed } from '../scenes/seed/seed.js';
export type { ReplicationRuleSeed } from '../scenes/seed/seed.js';
export type { ReplicationRuleSettings } from '../handles/replication-grant.js';
export type { ReplicationSchedule } from '../ecr/replication/replication-engine.js';
export type { ReplicationSource } from '../handles/registry-handle.js';
export type { ReplicationsOf } from './fault-controls.js';
export type { ReportOptions } from './views.js';
export type { ResolveCredentials } from '../doors/client-mock/caller-of.js';
export type { Route } from '../expect/assertions.js';
export type { RulePattern } from '../ecr/events/rule-pattern.js';
export type { RunnerHooks } from './setup-fake-ecr.js';
export type { ScanningRuleSettings } from '../handles/scanning-settings.js';
export type { ScanningSettings } from '../handles/scanning-settings.js';
export type { SdkModule } from '../doors/client-mock/sdk-module.js';
export type { ServicePrincipal } from '../handles/service-principal.js';
export type { Stage } from '../scenes/scenarios.js';
export type { StatementElement } from '../iam/policy/evaluate.js';
export type { TimelineEntry } from '../inspect/timeline.js';
export type { Times } from '../expect/times.js';
export type { Topology } from '../inspect/topology.js';
export type { TreeOptions } from '../inspect/tree.js';
export type { UpstreamTrouble } from '../world/configuration/upstreams.js';
export type { WorkFailure } from '../ecr/work-failures.js';
export type { WrittenOrigin } from '../world/written-origin.js';

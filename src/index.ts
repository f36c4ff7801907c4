export { fakeEcr } from './fake/fake-ecr.js';
export type { FakeEcr } from './fake/fake-ecr.js';
export { setupFakeEcr } from './fake/setup-fake-ecr.js';
export type { RunnerHooks, SetupOptions } from './fake/setup-fake-ecr.js';
export type { PrincipalHandle } from './handles/principal-handle.js';
export type { BlobOptions, FakeEcrOptions, FakeWorldOptions } from './fake/options.js';
export type { Debug } from './fake/debugging.js';
export type { OnUnused } from './fake/unused-reports.js';
export type { DeclaredKind, Unused } from './service/declarations.js';
export type { FakeClock } from './fake/time-controls.js';
export type { ReplicationsOf } from './fake/fault-controls.js';
export type { FakeWorld } from './fake/fake-world.js';
export type { UpstreamHandle } from './handles/upstream-handle.js';
export type { FailingWork, WorkFailure } from './ecr/work-failures.js';
export type { LifecycleRun } from './world/records/lifecycle.js';
export {
  expectAllowed,
  expectCalled,
  expectDenied,
  expectEmitted,
  expectImage,
  expectNoImage,
  expectNoPendingReplications,
  expectNoRepository,
  expectNoScanFindings,
  expectNoTag,
  expectNothingUnused,
  expectNotCalled,
  expectNotEmitted,
  expectNotReplicated,
  expectPendingReplications,
  expectReplicated,
  expectRepository,
  expectScanFindings,
  expectTag,
  expectUnused,
} from './fake/expectations.js';
export { EcrAssertionError } from './expect/assertion-error.js';
export type { RepositoryHandle } from './handles/repository-handle.js';
export type { ImageFacts } from './handles/repository-handle.js';
export type { ScanFindings } from './handles/scan-findings.js';
export type { PrincipalLike } from './handles/access-case.js';
export type { AccessQuestion } from './handles/access-question.js';
export type { ServiceFixture } from './handles/service-principal.js';
export type { AccessVerdict, StatementExplanation } from './ecr/access/explain-access.js';
export type { LifecycleReport, LifecycleReportRow } from './ecr/lifecycle/explain.js';
export type { CallScope } from './expect/checks/call.js';
export type { RulePattern } from './ecr/events/rule-pattern.js';
export type { EventPattern } from './expect/checks/event.js';
export type { PendingScope } from './expect/assertions.js';
export { image, imageIndex, artifact } from './handles/image-builders.js';
export type {
  ArtifactOptions,
  BlobFixture,
  ImageFixture,
  ImageIndexOptions,
  ImageOptions,
} from './handles/image-builders.js';
export type { RegistryHandle } from './handles/registry-handle.js';
export type { RegistryWithRepository, ReplicationSource } from './handles/registry-handle.js';
export type { PushOptions } from './handles/push-fixture.js';
export type { ScanningFixture, ScanningRuleFixture } from './handles/scanning-fixture.js';
export type {
  ReplicationGrant,
  ReplicationRuleFixture,
  ReplicationScope,
} from './handles/replication-grant.js';
export type { RepositorySettings } from './handles/repository-settings.js';
export { disasterRecovery, hubAndSpokes, promotion } from './scenes/scenarios.js';
export type {
  DisasterRecoveryOptions,
  HubAndSpokesOptions,
  RegistryRef,
  PromotionOptions,
  ScenarioScope,
  Stage,
} from './scenes/scenarios.js';
export type { AccountHandle } from './handles/account-handle.js';
export type { DeleteReplicatingRule } from './operations/replication/configuration.js';
export { FakeEcrError } from './lib/misuse.js';
/** @deprecated the former names of what is exported above */
export { FakeEcrError as MisuseError } from './lib/misuse.js';
export type { AccessQuestion as AccessQuestionFixture } from './handles/access-question.js';
export type { PrincipalLike as Who } from './handles/access-case.js';
export type { ScanFindings as ScanFindingsFixture } from './handles/scan-findings.js';
export type { RepositorySettings as RepositoryFixture } from './handles/repository-settings.js';
export type { RegistryRef as Place } from './scenes/scenarios.js';
export type { ReplicationVerdict } from './ecr/replication/explain/verdict.js';
export type {
  ReasonCode,
  ReplicationDecision,
  ReplicationOutcome,
  ReplicationReason,
} from './ecr/replication/explain/verdict.js';
export type { ReplicationSchedule } from './ecr/replication/replication-engine.js';
export { REPLICATION_FAILURE_CODES } from './ecr/replication/failure.js';
export type { Behaviour } from './world/world-options.js';
export type { Durations } from './world/world-options.js';
export type { Limits } from './world/world-options.js';
export type { Caller } from './iam/caller.js';
export type { CallRecord } from './world/call-record.js';
export type { EcrEvent } from './ecr/events/envelope.js';
export type {
  EcrEventDetails,
  ImageActionDetail,
  ImageScanDetail,
  PullThroughCacheDetail,
  ReplicationActionDetail,
  ReplicationBackfillDetail,
  ScanResourceChangeDetail,
} from './ecr/events/event-details.js';
export type { EventListener } from './ecr/events/event-bridge.js';
export type { FaultScope, Occurrences } from './service/faults.js';
export type {
  DoorAnswer,
  DoorDrop,
  DoorFaults,
  DoorPace,
  DoorRoute,
  DoorScope,
} from './service/door-faults.js';
export type { ReportOptions } from './fake/views.js';
export type { TreeOptions } from './inspect/tree.js';
export type { Timeline } from './inspect/timeline.js';
export type { TimelineEntry } from './inspect/timeline.js';
export type { Topology } from './inspect/topology.js';
export type { PrincipalOptions } from './handles/principal.js';
export type {
  AccountSeed,
  CreationTemplateSeed,
  ImageSeed,
  NestedImageSeed,
  PullThroughCacheRuleSeed,
  RegistrySeed,
  ReplicationPermissionSeed,
  ReplicationRuleSeed,
  RepositorySeed,
  Seed,
} from './scenes/seed/seed.js';
export type { Snapshot } from './snapshot/snapshot.js';
export type { ListOrder } from './lib/positions.js';
export type { OnUnmodelled } from './service/unmodelled-input.js';
export type { SdkModule } from './doors/client-mock/sdk-module.js';
export type { TagMutabilityMode } from './world/images/tag-mutability.js';
export type { OperationName } from './api/facts.js';
export type { Times } from './expect/times.js';
export type { PendingReplication } from './expect/subjects.js';
export type { UpstreamTrouble } from './world/configuration/upstreams.js';
export type { Destination } from './aws/registry-id.js';
export type { ElementFailure, StatementElement } from './iam/policy/evaluate.js';
export type { PolicySide } from './ecr/access/explain-access.js';
export type { LifecycleVerdict } from './ecr/lifecycle/explain.js';
export type { LifecycleActionTaken } from './world/records/lifecycle.js';
export type { BackfillStatus } from './world/records/backfill.js';
export type { ScanStatus } from './world/records/scan.js';
export type { AccountSnapshot } from './snapshot/account.js';
export type { RegistrySnapshot } from './snapshot/registry.js';
export type { UpstreamSnapshot } from './snapshot/upstream.js';
export type { ResolveCredentials } from './doors/client-mock/caller-of.js';

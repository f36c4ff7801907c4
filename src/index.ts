export { fakeEcr, FakeEcr } from './fake-ecr.js';
export { setupFakeEcr } from './setup-fake-ecr.js';
export type { RunnerHooks, SetupOptions } from './setup-fake-ecr.js';
export type { PrincipalHandle } from './principal-handle.js';
export type { FakeEcrOptions, FakeWorldOptions } from './fake-ecr-options.js';
export type { FakeClock } from './fake-controls.js';
export type { ReplicationsOf } from './fake-faults.js';
export type { FakeWorld } from './fake-world.js';
export { UpstreamHandle } from './fixtures/upstream-handle.js';
export type { FailingWork, WorkFailure } from './engines/work-failures.js';
export type { LifecycleRun } from './domain/lifecycle-state.js';
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
  expectNotCalled,
  expectNotEmitted,
  expectNotReplicated,
  expectPendingReplications,
  expectReplicated,
  expectRepository,
  expectScanFindings,
  expectTag,
} from './expectations.js';
export { EcrAssertionError } from './matchers/assertion-error.js';
export { RepositoryHandle } from './fixtures/repository-handle.js';
export type { ImageFacts } from './fixtures/repository-handle.js';
export type { ScanFindingsFixture } from './fixtures/scan-findings-fixture.js';
export type { AccessQuestionFixture, Who } from './fixtures/access-fixture.js';
export type { ServiceFixture } from './fixtures/service-principal.js';
export type { AccessVerdict, StatementExplanation } from './engines/policy/explain-access.js';
export type { LifecycleReport, LifecycleReportRow } from './engines/lifecycle/report.js';
export type { CallScope } from './matchers/call-check.js';
export type { RulePattern } from './engines/notifications/rule-pattern.js';
export type { EventPattern } from './matchers/event-check.js';
export type { PendingScope } from './matchers/assertions.js';
export { image, imageIndex, artifact } from './fixtures/image-fixture.js';
export type {
  ArtifactOptions,
  BlobFixture,
  ImageFixture,
  ImageIndexOptions,
  ImageOptions,
} from './fixtures/image-fixture.js';
export { RegistryHandle } from './fixtures/registry-handle.js';
export type { RegistryWithRepository } from './fixtures/registry-handle.js';
export type { PushOptions } from './fixtures/push-fixture.js';
export type { ReplicationSource } from './fixtures/replication-source.js';
export type { ScanningFixture, ScanningRuleFixture } from './fixtures/scanning-fixture.js';
export type {
  ReplicationGrant,
  ReplicationRuleFixture,
  ReplicationScope,
} from './fixtures/replication-fixture.js';
export type { RepositoryFixture } from './fixtures/repository-settings.js';
export { disasterRecovery, hubAndSpokes, promotion } from './fixtures/scenarios.js';
export type {
  DisasterRecoveryOptions,
  HubAndSpokesOptions,
  Place,
  PromotionOptions,
  ScenarioScope,
  Stage,
} from './fixtures/scenarios.js';
export { AccountHandle } from './fixtures/account-handle.js';
export type { DeleteReplicatingRule } from './operations/replication/configuration-shape.js';
export { MisuseError } from './domain/misuse.js';
export { ReplicationVerdict } from './engines/replication/verdict.js';
export type {
  ReasonCode,
  ReplicationDecision,
  ReplicationOutcome,
  ReplicationReason,
} from './engines/replication/verdict.js';
export type { ReplicationSchedule } from './engines/replication/schedule.js';
export { REPLICATION_FAILURE_CODES } from './engines/replication/failure-codes.js';
export type { Behaviour } from './domain/behaviour.js';
export type { Durations } from './domain/durations.js';
export type { Limits } from './domain/limits.js';
export type { Caller } from './domain/caller.js';
export type { CallRecord } from './domain/call-record.js';
export type { EcrEvent } from './engines/notifications/envelope.js';
export type {
  EcrEventDetails,
  ImageActionDetail,
  ImageScanDetail,
  PullThroughCacheDetail,
  ReplicationActionDetail,
  ReplicationBackfillDetail,
  ScanResourceChangeDetail,
} from './engines/notifications/event-details.js';
export type { EventListener } from './engines/notifications/engine.js';
export type { FaultScope, Ration } from './pipeline/faults.js';
export type { ReportOptions } from './fake-views.js';
export type { TreeOptions } from './inspect/render-tree.js';
export type { Timeline } from './inspect/timeline.js';
export type { TimelineEntry } from './inspect/timeline-entry.js';
export type { Topology } from './inspect/topology.js';
export type { PrincipalOptions } from './fixtures/principal.js';
export type {
  AccountSeed,
  ImageSeed,
  RegistrySeed,
  ReplicationPermissionSeed,
  ReplicationRuleSeed,
  RepositorySeed,
  Seed,
} from './fixtures/seed/seed.js';
export type { Snapshot } from './fixtures/snapshot/format.js';
export type { ListOrder } from './domain/positions.js';
export type { OnUnmodelled } from './pipeline/unmodelled.js';
export type { SdkModule } from './doors/client-mock/sdk-module.js';
export type { TagMutabilityMode } from './domain/tag-mutability.js';
export type { OperationName } from './operations/operation.js';
export type { Times } from './matchers/occurrence.js';
export type { PendingReplication } from './matchers/pending-check.js';
export type { UpstreamTrouble } from './domain/upstream.js';
export type { Destination } from './domain/destination.js';
export type { ElementFailure, StatementElement } from './engines/policy/evaluate.js';
export type { PolicySide } from './engines/policy/explain-access.js';
export type { LifecycleVerdict } from './engines/lifecycle/explain.js';
export type { LifecycleActionTaken } from './domain/lifecycle-state.js';
export type { BackfillStatus } from './domain/replication-backfill.js';
export type { ScanStatus } from './domain/scan.js';
export type { AccountSnapshot, RegistrySnapshot, UpstreamSnapshot } from './fixtures/snapshot/format.js';
export type { ResolveCredentials } from './doors/client-mock/caller-of.js';

// A fake, and what tests hold.
export { fakeEcr } from './fake/fake-ecr.js';
export { setupFakeEcr } from './fake/setup-fake-ecr.js';
export { image, imageIndex, artifact } from './handles/image-builders.js';
export { disasterRecovery, hubAndSpokes, promotion } from './scenes/scenarios.js';
export type { FakeEcr } from './fake/fake-ecr.js';
export type { FakeWorld } from './fake/fake-world.js';
export type { AccountHandle } from './handles/account-handle.js';
export type { PrincipalHandle } from './handles/principal-handle.js';
export type { RegistryHandle } from './handles/registry-handle.js';
export type { RepositoryHandle } from './handles/repository-handle.js';
export type { ImageFacts } from './handles/repository-handle.js';
export type { UpstreamHandle } from './handles/upstream-handle.js';

// Assertions and errors.
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
export { FakeEcrError } from './lib/misuse.js';
export { REPLICATION_FAILURE_CODES } from './ecr/replication/failure-codes.js';
export type { CallScope } from './expect/checks/call.js';
export type { EventPattern } from './expect/checks/event.js';

// Options.
export type { FakeEcrOptions } from './fake/options.js';
export type { SetupOptions } from './fake/setup-fake-ecr.js';
export type { Behaviour, Durations, Limits } from './world/world-options.js';
export type { PrincipalOptions } from './handles/principal.js';
export type {
  ArtifactOptions,
  ImageFixture,
  ImageIndexOptions,
  ImageOptions,
} from './handles/image-builders.js';
export type {
  DisasterRecoveryOptions,
  HubAndSpokesOptions,
  PromotionOptions,
  RegistryRef,
} from './scenes/scenarios.js';
export type { RepositorySettings } from './handles/repository-settings.js';
export type { ScanFindings } from './handles/scan-findings.js';
export type { ImageSeed, RegistrySeed, RepositorySeed, Seed } from './scenes/seed/seed.js';

// Faults.
export type { OperationName } from './api/generated/operations.js';
export type { FaultScope } from './service/faults.js';
export type { Occurrences } from './service/occurrences.js';
export type { DoorFaults } from './service/door-faults.js';
export type { DoorScope } from './service/door-ledger.js';
export type { Unused } from './service/declarations.js';

// What a fake tells.
export type { CallRecord } from './world/call-record.js';
export type { EcrEvent } from './ecr/events/envelope.js';
export type { LifecycleRun } from './world/records/lifecycle.js';
export type { Timeline } from './inspect/timeline.js';
export type { Snapshot } from './snapshot/snapshot.js';
export type { AccessQuestion } from './handles/access-question.js';
export type { PrincipalLike } from './handles/access-case.js';
export type { AccessVerdict, StatementExplanation } from './ecr/access/explain-access.js';
export type { LifecycleReport } from './ecr/lifecycle/explain.js';
export type { ReplicationVerdict } from './ecr/replication/explain/verdict.js';
export type { ReplicationReason } from './ecr/replication/explain/verdict.js';

// The former names of what is exported above.
export {
  /** @deprecated Use {@link FakeEcrError}. */
  FakeEcrError as MisuseError,
} from './lib/misuse.js';
export type {
  /** @deprecated Use {@link AccessQuestion}. */
  AccessQuestion as AccessQuestionFixture,
} from './handles/access-question.js';
export type {
  /** @deprecated Use {@link PrincipalLike}. */
  PrincipalLike as Who,
} from './handles/access-case.js';
export type {
  /** @deprecated Use {@link ScanFindings}. */
  ScanFindings as ScanFindingsFixture,
} from './handles/scan-findings.js';
export type {
  /** @deprecated Use {@link RepositorySettings}. */
  RepositorySettings as RepositoryFixture,
} from './handles/repository-settings.js';
export type {
  /** @deprecated Use {@link RegistryRef}. */
  RegistryRef as Place,
} from './scenes/scenarios.js';
export type {
  /** @deprecated Use {@link Occurrences}. */
  Occurrences as Ration,
} from './service/occurrences.js';

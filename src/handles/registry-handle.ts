import { requireAccountId } from '../aws/arguments.js';
import { isFailure } from '../aws/failure.js';
import { accessQuestion } from '../ecr/access/access-question.js';
import { explainAccess } from '../ecr/access/explain-access.js';
import { putScanningConfiguration } from '../ecr/scanning/put-configuration.js';
import { acceptPolicy } from '../iam/policy/parsed-policies.js';
import { requirePolicyText } from '../iam/policy/require-policy.js';
import { summarizeRegistry } from '../inspect/summaries.js';
import { requireOneOf, requireOptions, requireText, shown } from '../lib/arguments.js';
import { INSIDE, INSPECT, KIND, isKind, requireKind } from '../lib/handle-kind.js';
import { KMS_KEY_STATES, type KmsKeyState } from '../world/configuration/kms-keys.js';
import { parseReferenceAt } from '../world/images/image-reference.js';
import type { Registry } from '../world/registry.js';
import { accessCaseOf } from './access-case.js';
import type { AccountHandle } from './account-handle.js';
import { createRepositoryOf } from './create-repository.js';
import type { ImageFixture } from './image-builders.js';
import type { RegistryInside } from './inside.js';
import { ownKeyArn } from './kms-key.js';
import { type PushOptions, pushTo } from './push-to.js';
import {
  type ReplicationGrant,
  type ReplicationRuleSettings,
  policyTextWithGrant,
  replicationRuleOf,
} from './replication-grant.js';
import { RepositoryHandle } from './repository-handle.js';
import { type RepositorySettings, readRepositorySettings } from './repository-settings.js';
import { type ScanFindings, readFindings } from './scan-findings.js';
import { type ScanningSettings, readScanning } from './scanning-settings.js';
import type { WorldEditor } from './world-editor.js';

/** A registry as `createRepository()` returns it: the same registry, which remembers what was created last. */
export interface RegistryWithRepository extends RegistryHandle {
  /** The repository that was just created, or another one with the given name. */
  repository(name?: string): RepositoryHandle;
}

/**
 * Who may replicate into a registry: an account, by its twelve digits or its handle, or the account of a registry.
 */
export type ReplicationSource = RegistryHandle | AccountHandle | string;

/**
 * One account in one Region, for setting up a scene and for assertions. All methods are synchronous and chainable.
 * Setting up a scene bypasses quotas but not validation: anything that the service would refuse is an error.
 *
 * @public
 */
export class RegistryHandle {
  readonly #workbench: WorldEditor;
  readonly #created: string | undefined;

  /** @internal */
  constructor(
    workbench: WorldEditor,
    /** Twelve digits. */
    readonly accountId: string,
    /** For example `us-west-2`. */
    readonly region: string,
    created?: string,
  ) {
    this.#workbench = workbench;
    this.#created = created;
  }

  /** @internal */
  get [KIND](): 'registry' {
    return 'registry';
  }

  /** `<account>/<region>`, as in messages. */
  get key(): string {
    return `${this.accountId}/${this.region}`;
  }

  /** After all due work. */
  get #registry(): Registry {
    return this.#workbench.world.registry(this.accountId, this.region);
  }

  /** @internal */
  get [INSIDE](): RegistryInside {
    const registry = this.#registry;
    return {
      registry,
      witness: this.#workbench,
      now: () => this.#workbench.now(),
      explainAccess: (action, principal) => {
        const asked = { principal, action, registry, repositoryName: undefined };
        return explainAccess(accessQuestion(accessCaseOf(asked, this.#workbench.now())));
      },
    };
  }

  /**
   * Creates a repository.
   *
   * @param name 2 to 256 characters, lower case, for example `team/payments`
   * @param settings those that differ from ECR's defaults, in short form or as in CreateRepository
   * @returns this registry, for chaining; its `repository()` without a name is the one that was created
   * @throws a `[fake-ecr]` error if the name is malformed or taken
   * @example
   * const payments = prod.createRepository('payments', { imageTagMutability: 'IMMUTABLE' }).repository();
   */
  createRepository(name: string, settings: RepositorySettings = {}): RegistryWithRepository {
    const { policy, lifecyclePolicy, ...rest } = readRepositorySettings(settings);
    this.#workbench.act(`create repository ${shown(name)} at ${this.key}`, (unit) =>
      createRepositoryOf(rest, this.#registry, name, unit.now),
    );
    const repository = this.repository(name);
    try {
      if (policy !== undefined) repository.setPolicy(policy);
      if (lifecyclePolicy !== undefined) repository.setLifecyclePolicy(lifecyclePolicy);
    } catch (error) {
      // All of it, or nothing.
      this.#registry.deleteRepository(name, true);
      throw error;
    }
    return new RegistryHandle(this.#workbench, this.accountId, this.region, name);
  }

  /**
   * One repository of this registry, which need not exist yet.
   *
   * @param name for example `team/payments`
   * @throws a `[fake-ecr]` error if no name is given, except after `createRepository()`
   * @example
   * prod.repository('payments').tags;
   */
  repository(name: string): RepositoryHandle;
  repository(name: string | undefined = this.#created): RepositoryHandle {
    requireText(name, 'repository()', "a repository's name, for example 'payments'");
    return new RepositoryHandle(this.#workbench, this, name as string);
  }

  /**
   * Replaces the registry permissions policy.
   *
   * @param policy the document, as an object or JSON text
   * @throws a `[fake-ecr]` error with the place of the error if it is malformed
   * @example
   * dr.setPolicy({ Version: '2012-10-17', Statement: [statement] });
   */
  setPolicy(policy: object | string): this {
    const text = requirePolicyText(policy, 'registry', `The registry policy of ${this.key}`);
    this.#acceptPolicy(text);
    return this;
  }

  /** Stores a policy in the form in which the service stores it. */
  #acceptPolicy(text: string): void {
    this.#workbench.act(`set the registry policy of ${this.key}`, () => {
      const accepted = acceptPolicy(text, 'registry', this.#workbench.world.behaviour.policyText);
      if (!isFailure(accepted)) this.#registry.policyText = accepted;
      return accepted;
    });
  }

  /**
   * Pushes an image including its layers, like a caller of this account: replications start. The repository must
   * exist.
   *
   * @param reference `payments:v1`, or `payments` for an untagged image
   * @param image the image; by default one that depends only on the reference
   * @param options when it was pushed, for tests of ages
   * @throws a `[fake-ecr]` error if ECR would refuse the push, or the moment is not in the past
   * @example
   * prod.push('payments:v1').push('payments:v2', image('v2'), { pushedAt: '2026-01-01T00:00:00Z' });
   */
  push(reference: string, image?: ImageFixture, options: PushOptions = {}): this {
    pushTo(this.#workbench, this.#registry, reference, image, options);
    return this;
  }

  /**
   * Sets the findings of an image's scans. Every scan of that image shows them, including one that has ended. The
   * repository must exist, the image may come later.
   *
   * @param reference `payments:v1` or `payments@sha256:…`
   * @param findings basic findings, or an object with `findings` and `enhancedFindings`
   * @throws a `[fake-ecr]` error if the reference or a finding is malformed, or there is no such repository
   * @example
   * prod.setScanFindings('payments:v1', [{ name: 'CVE-2026-0001', severity: 'CRITICAL' }]);
   */
  setScanFindings(reference: string, findings: ScanFindings): this {
    const { repositoryName, tag, digest } = parseReferenceAt(this, reference);
    const { registry } = this.repository(repositoryName)[INSIDE].repository();
    const key = digest === undefined ? `${repositoryName}:${tag ?? ''}` : `${repositoryName}@${digest}`;
    registry.seededFindings.set(key, readFindings(findings));
    return this;
  }

  /**
   * Adds a replication rule to this registry's document.
   *
   * @param destinations other registries of the same fake
   * @param settings which repositories (all of them when absent), and whether deletions are replicated
   * @throws a `[fake-ecr]` error if ECR would refuse the document
   * @example
   * prod.replicateTo(dr, { prefix: 'prod/', deleteReplication: true });
   */
  replicateTo(
    destinations: RegistryHandle | readonly RegistryHandle[],
    settings: ReplicationRuleSettings = {},
  ): this {
    requireOptions(settings, 'replicateTo()', ['prefix', 'deleteReplication']);
    const rule = replicationRuleOf(destinations, settings);
    this.#workbench.addReplicationRules(this.#registry, [rule]);
    return this;
  }

  /**
   * Adds a statement to this registry's permissions policy that allows another account to replicate into it.
   *
   * @param source the other account, by its twelve digits or its handle, or a registry of it; it applies to the whole
   *   account
   * @param grant which repositories, and whether missing ones may be created
   * @throws a `[fake-ecr]` error if the source is neither, or the prefix is not a string
   * @example
   * dr.allowReplicationFrom(prod, { prefix: 'payments' });
   */
  allowReplicationFrom(source: ReplicationSource, grant: ReplicationGrant = {}): this {
    const account = accountOf(source);
    requireOptions(grant, 'allowReplicationFrom()', ['prefix', 'createRepository']);
    const text = policyTextWithGrant(this.#registry, account, grant);
    this.#acceptPolicy(text);
    return this;
  }

  /**
   * Sets how this registry scans, as PutRegistryScanningConfiguration does.
   *
   * @param scanning the type of scanning, and the rules: which repositories, by filters, and how often
   * @throws a `[fake-ecr]` error if ECR would refuse it
   * @example
   * prod.setScanning({ scanType: 'ENHANCED', rules: [{ scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: ['pay*'] }] });
   */
  setScanning(scanning: ScanningSettings): this {
    const { scanType, rules } = readScanning(scanning);
    this.#workbench.act(`set the scanning of ${this.key}`, (unit) =>
      putScanningConfiguration(this.#registry, scanType, rules, unit),
    );
    return this;
  }

  /**
   * Sets the state of a KMS key of this account in this Region. Keys are there and enabled otherwise. With a key in
   * another state no repository is created, and nothing is pushed to its repositories, replicated into them, or
   * pulled: `KmsException`, or `KmsError` for an image of BatchGetImage.
   *
   * @param key an id, an alias such as `alias/app`, or the ARN of either
   * @param state `Enabled`, `Disabled`, `PendingDeletion`, `PendingImport`, or `NotFound` for one that is not there
   * @throws a `[fake-ecr]` error if the key can't be one of this registry, or AWS manages it
   * @example
   * prod.setKmsKey('alias/app', 'PendingDeletion');
   */
  setKmsKey(key: string, state: KmsKeyState): this {
    requireText(key, 'setKmsKey()', "a key's id, alias or ARN, for example 'alias/app'");
    requireOneOf(state, 'The state of setKmsKey()', KMS_KEY_STATES);
    const registry = this.#registry;
    registry.kmsKeys.set(ownKeyArn(key, registry), state);
    return this;
  }

  /** @internal */
  [INSPECT](): string {
    return `[RegistryHandle ${summarizeRegistry(this.#registry)}]`;
  }
}

/**
 * The account that a grant to replicate is for.
 *
 * @returns twelve digits
 * @throws FakeEcrError if it is neither a handle nor an account id
 */
function accountOf(source: ReplicationSource): string {
  if (typeof source === 'string') return requireAccountId(source);
  if (isKind(source, 'account')) return (source as AccountHandle).id;
  requireKind(source, 'registry', 'allowReplicationFrom()');
  return (source as RegistryHandle).accountId;
}

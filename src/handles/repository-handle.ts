import { isFailure } from '../aws/failure.js';
import { accessQuestion } from '../ecr/access/access-question.js';
import { explainAccess } from '../ecr/access/explain-access.js';
import { updateStorageClass } from '../ecr/archive/storage-class.js';
import { removeImages } from '../ecr/images/remove-images.js';
import { parseLifecyclePolicy } from '../ecr/lifecycle/policy-document.js';
import { putLifecyclePolicy } from '../ecr/lifecycle/put-policy.js';
import { acceptPolicy } from '../iam/policy/parsed-policies.js';
import { requirePolicyText } from '../iam/policy/require-policy.js';
import { describeRepository } from '../inspect/summaries.js';
import { copyJson } from '../lib/copy-json.js';
import { INSIDE, INSPECT, KIND } from '../lib/handle-kind.js';
import { FakeEcrError } from '../lib/misuse.js';
import { meant } from '../lib/vocabulary.js';
import { imageNotFound } from '../world/failures.js';
import { findImage } from '../world/images/image-lookup.js';
import type { TagMutabilityMode } from '../world/images/tag-mutability.js';
import { type LifecycleRun, bringUpToDate } from '../world/records/lifecycle.js';
import type { Repository } from '../world/repository.js';
import { accessCaseOf } from './access-case.js';
import { type ImageFixture, image as buildImage } from './image-builders.js';
import type { RepositoryInside } from './inside.js';
import type { PushOptions } from './push-to.js';
import type { RegistryHandle } from './registry-handle.js';
import { tagMutabilityOf } from './repository-settings.js';
import type { ScanFindings } from './scan-findings.js';
import { referenceWithin } from './tag-or-digest.js';
import type { WorldEditor } from './world-editor.js';

/** An image of a repository, for a test to look at. @public */
export interface ImageFacts {
  /** `sha256:…` of the manifest. */
  readonly digest: string;
  /** In the order in which they were put. */
  readonly tags: readonly string[];
  /** As in DescribeImages. */
  readonly status: 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING';
  /** When it was pushed here, or arrived. */
  readonly pushedAt: Date;
  /** Bytes, as in DescribeImages. */
  readonly size: number;
}

/**
 * One repository, for setting up a scene and for looking at it. All methods are synchronous and chainable. The
 * repository need not exist until a method needs it.
 *
 * @public
 */
export class RepositoryHandle {
  readonly #workbench: WorldEditor;

  /** @internal */
  constructor(
    workbench: WorldEditor,
    /** The registry that it is in. */
    readonly registry: RegistryHandle,
    /** For example `team/payments`. */
    readonly name: string,
  ) {
    this.#workbench = workbench;
  }

  /** @internal */
  get [KIND](): 'repository' {
    return 'repository';
  }

  /** `<account>/<region>/<name>`, as in messages. */
  get key(): string {
    return `${this.registry.key}/${this.name}`;
  }

  /** Whether it exists. */
  get exists(): boolean {
    return this.registry[INSIDE].registry.repository(this.name) !== undefined;
  }

  /** After all due work. @throws FakeEcrError if it is missing */
  get #repository(): Repository {
    const { registry } = this.registry[INSIDE];
    const repository = registry.requireRepository(this.name);
    if (!isFailure(repository)) return repository;
    const names = [...registry.repositories()].map((one) => one.name);
    throw new FakeEcrError(
      `There is no repository '${this.name}' at ${this.registry.key}.`,
      names.length === 0
        ? 'Create it first: registry.createRepository(…).'
        : `There are: ${names.slice(0, 10).join(', ')}.${meant(this.name, names)}`,
    );
  }

  /** @internal */
  get [INSIDE](): RepositoryInside {
    return {
      witness: this.#workbench,
      repository: () => this.#repository,
      explainAccess: (action, principal) => {
        const { registry } = this.registry[INSIDE];
        const asked = { principal, action, registry, repositoryName: this.name };
        return explainAccess(accessQuestion(accessCaseOf(asked, this.#workbench.now())));
      },
    };
  }

  /** All its images, archived ones included, in the order of their pushes. */
  get images(): readonly ImageFacts[] {
    return [...this.#repository.allImages()].map((image) => ({
      digest: image.digest,
      tags: image.tags.map((tag) => tag.name),
      status: image.status,
      pushedAt: new Date(image.pushedAt),
      size: image.size,
    }));
  }

  /** All its tags, in the order in which they were put. */
  get tags(): readonly string[] {
    return [...this.#repository.tagNames()];
  }

  /**
   * The latest runs that expired, archived or refused an image, newest last, started by the clock or by
   * `ecr.runLifecycle()`. Putting a policy starts a new list.
   *
   * @returns at most 20 of them: a copy
   * @throws a `[fake-ecr]` error if the repository is missing
   * @example
   * const [latest] = prod.repository('payments').lifecycleRuns.slice(-1);
   */
  get lifecycleRuns(): readonly LifecycleRun[] {
    const { lifecycle } = this.#repository;
    if (lifecycle === undefined) return [];
    return copyJson(bringUpToDate(lifecycle, this.#workbench.now()).runs);
  }

  /**
   * Pushes an image.
   *
   * @param tag the tag; none when `undefined`
   * @param image by default an image that depends only on repository and tag
   * @param options when it was pushed, for tests of ages
   * @throws a `[fake-ecr]` error if ECR would refuse the push, or the moment is not in the past
   * @example
   * prod.repository('payments').push('v1').push('v2', image('v2'));
   */
  push(tag?: string, image?: ImageFixture, options: PushOptions = {}): this {
    const reference = tag === undefined ? this.name : referenceWithin(this.name, tag, 'push()');
    const built = image === undefined ? buildImage(`${this.name}:${tag ?? ''}`) : image;
    this.registry.push(reference, built, options);
    return this;
  }

  /**
   * Removes tags or images, as BatchDeleteImage does.
   *
   * @param tagOrDigest `v1` for a tag, and for the image with its last tag; `sha256:…` for an image with all its tags
   * @throws a `[fake-ecr]` error if the service would report a failure
   * @example
   * prod.repository('payments').remove('v1');
   */
  remove(tagOrDigest: string): this {
    referenceWithin(this.name, tagOrDigest, 'remove()');
    this.#workbench.act(`remove ${tagOrDigest} from ${this.key}`, (unit) => {
      const { problems } = removeImages(this.#repository, [idOf(tagOrDigest)], unit);
      const [problem] = problems;
      if (problem !== undefined)
        throw new FakeEcrError(`Could not remove ${tagOrDigest}.`, problem.failureReason);
      return undefined;
    });
    return this;
  }

  /**
   * Archives an image, as UpdateImageStorageClass does.
   *
   * @param tagOrDigest `v1` or `sha256:…`
   * @throws a `[fake-ecr]` error if the service would refuse
   * @example
   * prod.repository('payments').archive('v1');
   */
  archive(tagOrDigest: string): this {
    referenceWithin(this.name, tagOrDigest, 'archive()');
    this.#workbench.act(`archive ${tagOrDigest} of ${this.key}`, (unit) => {
      const repository = this.#repository;
      const image = findImage(repository, idOf(tagOrDigest));
      if (image === undefined) {
        return imageNotFound(idOf(tagOrDigest), this.name, this.registry.accountId);
      }
      return updateStorageClass(repository, image, 'ARCHIVE', unit);
    });
    return this;
  }

  /**
   * Sets whether tags can be moved, for pushes from now on.
   *
   * @param mode for example `IMMUTABLE`
   * @param exclusions wildcard filters that are exempt from the mode; for the two modes `…_WITH_EXCLUSION`
   * @throws a `[fake-ecr]` error if mode and exclusions don't fit together
   * @example
   * prod.repository('payments').push('v1').setTagMutability('IMMUTABLE');
   */
  setTagMutability(mode: TagMutabilityMode, exclusions?: readonly string[]): this {
    this.#workbench.act(`set the tag mutability of ${this.key}`, () => {
      const accepted = tagMutabilityOf(mode, exclusions);
      if (!isFailure(accepted)) this.#repository.tagMutability = accepted;
      return accepted;
    });
    return this;
  }

  /**
   * Sets the repository policy.
   *
   * @param policy the document, as an object or JSON text
   * @throws a `[fake-ecr]` error with the place of the error if it is malformed
   * @example
   * prod.repository('payments').setPolicy({ Version: '2012-10-17', Statement: [statement] });
   */
  setPolicy(policy: object | string): this {
    const text = requirePolicyText(policy, 'repository', `The repository policy of ${this.key}`);
    this.#workbench.act(`set the policy of ${this.key}`, () => {
      const accepted = acceptPolicy(text, 'repository', this.#workbench.world.behaviour.policyText);
      if (!isFailure(accepted)) this.#repository.policyText = accepted;
      return accepted;
    });
    return this;
  }

  /**
   * Sets the lifecycle policy. It runs when time passes, or on `ecr.runLifecycle()`.
   *
   * @param policy the document, as an object or JSON text
   * @throws a `[fake-ecr]` error if the service would refuse it
   * @example
   * const old = { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 };
   * const rule = { rulePriority: 1, selection: old, action: { type: 'expire' } };
   * prod.repository('payments').setLifecyclePolicy({ rules: [rule] });
   */
  setLifecyclePolicy(policy: object | string): this {
    this.#workbench.act(`set the lifecycle policy of ${this.key}`, (unit) => {
      const parsed = parseLifecyclePolicy(typeof policy === 'string' ? policy : JSON.stringify(policy));
      if (!isFailure(parsed)) putLifecyclePolicy(this.#repository, parsed.text, unit);
      return parsed;
    });
    return this;
  }

  /**
   * Sets the findings of an image's scans; see {@link RegistryHandle.setScanFindings}.
   *
   * @param tagOrDigest `v1` or `sha256:…`
   * @param findings basic findings, or an object with `findings` and `enhancedFindings`
   * @throws a `[fake-ecr]` error if a finding is malformed, or there is no such repository
   * @example
   * prod.repository('payments').setScanFindings('v1', [{ name: 'CVE-2026-0001', severity: 'HIGH' }]);
   */
  setScanFindings(tagOrDigest: string, findings: ScanFindings): this {
    this.registry.setScanFindings(referenceWithin(this.name, tagOrDigest, 'setScanFindings()'), findings);
    return this;
  }

  /** @internal */
  [INSPECT](): string {
    const repository = this.registry[INSIDE].registry.repository(this.name);
    const text =
      repository === undefined
        ? `${this.name} at ${this.registry.key}: does not exist`
        : describeRepository(repository);
    return `[RepositoryHandle ${text}]`;
  }
}

function idOf(tagOrDigest: string) {
  return tagOrDigest.startsWith('sha256:') ? { imageDigest: tagOrDigest } : { imageTag: tagOrDigest };
}

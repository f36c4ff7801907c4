import { describeUpstream } from '../inspect/summaries.js';
import { shown } from '../lib/arguments.js';
import { INSIDE, INSPECT } from '../lib/handle-kind.js';
import { FakeEcrError } from '../lib/misuse.js';
import { type Upstream, type UpstreamTrouble, ecrUpstream } from '../world/configuration/upstreams.js';
import { parseImageReference } from '../world/images/image-reference.js';
import { type ImageFixture, image as buildImage, requireImage } from './image-builders.js';
import type { WorldEditor } from './world-editor.js';

const TROUBLES: readonly UpstreamTrouble[] = [
  'UpstreamAccessDenied',
  'UpstreamTooManyRequests',
  'UpstreamUnavailable',
];

/** A registry outside AWS: a test can fill it and make it fail. @public */
export class UpstreamHandle {
  readonly #workbench: WorldEditor;

  /** @internal */
  constructor(
    workbench: WorldEditor,
    /** The address, as in pull-through cache rules. */
    readonly url: string,
  ) {
    this.#workbench = workbench;
  }

  /** How many requests caches made to this registry since the last reset. */
  get requests(): number {
    return this.#upstream.requests;
  }

  /**
   * Adds an image, or moves a tag to another one.
   *
   * @param reference with the upstream's repository name, for example `library/node:22`
   * @param image by default an image that depends only on the reference
   * @throws a `[fake-ecr]` error if the reference is malformed, or the upstream is a registry of this world
   * @example
   * ecr.upstream('docker-hub').push('library/node:22');
   */
  push(reference: string, image: ImageFixture = buildImage(reference)): this {
    const { repositoryName, tag } = this.#requireReference(reference);
    requireImage(image, 'push()');
    this.#upstream.push(repositoryName, tag, image);
    return this;
  }

  /** @internal */
  get [INSIDE](): { readonly requireReference: (reference: string) => unknown } {
    return { requireReference: (reference) => this.#requireReference(reference) };
  }

  /** The reference of a push. @throws FakeEcrError if the push would be refused for it */
  #requireReference(reference: string): ReturnType<typeof parseImageReference> {
    const place = ecrUpstream(this.url);
    if (place !== undefined) {
      throw new FakeEcrError(
        `${this.url} is a registry of this world, so it can't be filled as an upstream.`,
        `Push to it: ecr.registry('${place.accountId}', '${place.region}').push(…).`,
      );
    }
    return parseImageReference(reference);
  }

  /**
   * Makes requests to the registry fail, until {@link recover}.
   *
   * @param trouble the failure code: `UpstreamUnavailable` by default
   * @param reason the failure reason, a text for people
   * @throws a `[fake-ecr]` error if there is no such trouble
   * @example
   * ecr.upstream('docker-hub').fail('UpstreamTooManyRequests', 'toomanyrequests: pull rate limit');
   */
  fail(trouble: UpstreamTrouble = 'UpstreamUnavailable', reason?: string): this {
    if (!TROUBLES.includes(trouble)) {
      throw new FakeEcrError(
        `An upstream can't have ${shown(trouble)}.`,
        `Expected one of ${TROUBLES.join(', ')}.`,
      );
    }
    this.#upstream.trouble = trouble;
    this.#upstream.troubleReason = reason;
    return this;
  }

  /** Makes the registry work again. */
  recover(): this {
    this.#upstream.trouble = undefined;
    this.#upstream.troubleReason = undefined;
    return this;
  }

  /** @internal */
  [INSPECT](): string {
    return `[UpstreamHandle ${describeUpstream(this.#upstream)}]`;
  }

  get #upstream(): Upstream {
    return this.#workbench.world.upstreams.at(this.url);
  }
}

import type { DomainEvent, ImageStored, Unit } from '../../domain/domain-event.js';
import { isFailure } from '../../domain/failure.js';
import type { Image } from '../../domain/image.js';
import { parseManifest } from '../../domain/manifest.js';
import type { Repository } from '../../domain/repository.js';
import { SIGNING_STATES, type Signing } from '../../domain/signing.js';
import type { Scheduler } from '../scheduler.js';
import type { WorkFailure, WorkFailures } from '../work-failures.js';
import type { SigningRights } from './rights.js';
import { signatureManifest } from './signature.js';

/** What a failed signing says when the test says nothing; no codes are published [assumed]. */
export const SIGNING_FAILURE_CODE = 'SigningFailed';

/** What it says where the pusher may not sign [assumed]. */
export const SIGNING_DENIED_CODE = 'AccessDeniedException';

/** Signs what is pushed, with each profile that the configuration names for the repository. */
export class SigningEngine {
  constructor(
    private readonly scheduler: Scheduler,
    private readonly failures: WorkFailures,
    private readonly rights: SigningRights,
  ) {}

  react(event: DomainEvent, unit: Unit): void {
    if (event.type === 'image-stored' && event.origin === 'push' && event.isNew) this.sign(event, unit);
  }

  /** Signatures and other referrers are not signed themselves, and the pusher's rights are asked for [docs]. */
  private sign({ repository, image }: ImageStored, { now, caller }: Unit): void {
    if (image.manifest.subject !== undefined) return;
    const { registry } = repository;
    for (const profileArn of registry.signing.profilesFor(repository.name)) {
      const signing: Signing = { profileArn, status: 'IN_PROGRESS' };
      const refusal = caller && this.rights.refusal(caller, profileArn, registry, now);
      const denial = refusal === undefined ? undefined : { code: SIGNING_DENIED_CODE, reason: refusal };
      (image.signings ??= []).push(signing);
      this.scheduler.schedule({
        kind: 'signing',
        dueAt: now + registry.world.durations.signing,
        describe: () => `signing of ${repository.name}@${image.digest} at ${registry.key}`,
        get isOver() {
          return !repository.holds(image);
        },
        run: (later) => this.end(repository, image, signing, denial, later),
      });
    }
  }

  private end(
    repository: Repository,
    image: Image,
    signing: Signing,
    denial: WorkFailure | undefined,
    unit: Unit,
  ): void {
    const failure = denial ?? this.failures.take('signing', repository);
    signing.status = SIGNING_STATES.next(signing.status, failure === undefined ? 'complete' : 'fail');
    if (failure !== undefined) {
      signing.failureCode = failure.code ?? SIGNING_FAILURE_CODE;
      signing.failureReason = failure.reason ?? 'The image could not be signed';
      return;
    }
    const parsed = parseManifest(signatureManifest(image, signing.profileArn, unit.now));
    if (isFailure(parsed)) throw new Error(`a signature is no manifest: ${String(parsed.message)}`);
    if (repository.image(parsed.manifest.digest) !== undefined) return;
    const signature = repository.store(parsed.manifest, unit.now, 'signing', parsed.blobs);
    unit.emit({
      type: 'image-stored',
      repository,
      image: signature,
      tag: undefined,
      origin: 'signing',
      isNew: true,
    });
  }
}

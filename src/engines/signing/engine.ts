import type { DomainEvent, ImageStored, Unit } from '../../domain/domain-event.js';
import { isFailure } from '../../domain/failure.js';
import type { Image } from '../../domain/image.js';
import { parseManifest } from '../../domain/manifest.js';
import type { Repository } from '../../domain/repository.js';
import { SIGNING_STATES, type Signing } from '../../domain/signing.js';
import { storeImage } from '../../domain/store-image.js';
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
    const failure =
      denial ?? this.failures.take('signing', repository) ?? store(repository, image, signing, unit);
    signing.status = SIGNING_STATES.next(signing.status, failure === undefined ? 'complete' : 'fail');
    if (failure === undefined) return;
    signing.failureCode = failure.code ?? SIGNING_FAILURE_CODE;
    signing.failureReason = failure.reason ?? 'The image could not be signed';
  }
}

/** Puts the signature beside the image; it counts among the images of the repository [assumed]. */
function store(
  repository: Repository,
  image: Image,
  { profileArn }: Signing,
  unit: Unit,
): WorkFailure | undefined {
  const parsed = parseManifest(signatureManifest(image, profileArn, unit.now));
  if (isFailure(parsed)) throw new Error(`a signature is not a manifest: ${String(parsed.message)}`);
  const { manifest, blobs } = parsed;
  const copy = { manifest, blobs, children: [] };
  const stored = storeImage(repository, copy, { origin: 'signing', heldTag: 'withhold' }, unit);
  if (!isFailure(stored)) return undefined;
  return stored.message === undefined ? { code: stored.code } : { code: stored.code, reason: stored.message };
}

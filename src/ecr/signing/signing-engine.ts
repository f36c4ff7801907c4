import { isFailure } from '../../aws/failure.js';
import type { DomainEvent, ImageStored, UnitOfWork } from '../../world/domain-event.js';
import type { Image } from '../../world/images/image.js';
import { parseManifest, sha256 } from '../../world/images/manifest.js';
import { SIGNING_STATES, type Signing } from '../../world/records/signing.js';
import type { Repository } from '../../world/repository.js';
import { type ImageCopy, storeImage, storeRefusal } from '../images/store-image.js';
import type { Scheduler } from '../scheduler.js';
import type { WorkFailure, WorkFailures } from '../work-failures.js';
import type { SigningRights } from './signing-rights.js';

/** The default code of a failed signing; none are published [assumed]. */
const SIGNING_FAILURE_CODE = 'SigningFailed';

/** The code if the pusher is not allowed to sign [assumed]. */
const SIGNING_DENIED_CODE = 'AccessDeniedException';

/** Signs pushed images, with each profile that the configuration names for the repository. */
export class SigningEngine {
  constructor(
    private readonly scheduler: Scheduler,
    private readonly failures: WorkFailures,
    private readonly rights: SigningRights,
  ) {}

  react(event: DomainEvent, unit: UnitOfWork): void {
    if (event.type === 'image-stored' && event.origin === 'push' && event.isNew) this.sign(event, unit);
  }

  /** Signatures and other referrers are not signed, and the pusher needs permission to sign [docs]. */
  private sign({ repository, image }: ImageStored, { now, caller }: UnitOfWork): void {
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
    unit: UnitOfWork,
  ): void {
    const signature = signatureOf(image, signing, unit.now);
    // An injected failure is used only for a signing that would have succeeded.
    const failure = denial ?? refusalOf(repository, signature) ?? this.failures.take('signing', repository);
    if (failure === undefined) storeImage(repository, signature, ARRIVING, unit);
    signing.status = SIGNING_STATES.next(signing.status, failure === undefined ? 'complete' : 'fail');
    if (failure === undefined) return;
    signing.failureCode = failure.code ?? SIGNING_FAILURE_CODE;
    signing.failureReason = failure.reason ?? 'The image could not be signed';
  }
}

const ARRIVING = { origin: 'signing', heldTag: 'withhold' } as const;

/** Stored beside the image; it counts among the images of the repository [assumed]. */
function signatureOf(image: Image, { profileArn }: Signing, at: number): ImageCopy {
  const parsed = parseManifest(signatureManifest(image, profileArn, at));
  if (isFailure(parsed)) throw new Error(`a signature is not a manifest: ${String(parsed.message)}`);
  const { manifest, blobs } = parsed;
  return { manifest, blobs, children: [] };
}

/** Why the repository would refuse the signature, or undefined. */
function refusalOf(repository: Repository, signature: ImageCopy): WorkFailure | undefined {
  const refusal = storeRefusal(repository, signature, ARRIVING);
  if (refusal === undefined) return undefined;
  return refusal.message === undefined
    ? { code: refusal.code }
    : { code: refusal.code, reason: refusal.message };
}

const SIGNATURE_TYPE = 'application/vnd.cncf.notary.signature';
const ENVELOPE_TYPE = 'application/jose+json';
const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json';
const EMPTY = '{}';

/**
 * The manifest of a signature: an artifact that refers to the image [docs]. There is no real signature; the digests
 * depend only on the image, the profile and the moment.
 *
 * @param at epoch milliseconds
 */
export function signatureManifest(image: Image, profileArn: string, at: number): string {
  const envelope = JSON.stringify({ subject: image.digest, profile: profileArn, at });
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    artifactType: SIGNATURE_TYPE,
    config: { mediaType: EMPTY_TYPE, digest: sha256(EMPTY), size: EMPTY.length },
    layers: [{ mediaType: ENVELOPE_TYPE, digest: sha256(envelope), size: envelope.length }],
    subject: {
      mediaType: image.manifest.mediaType,
      digest: image.digest,
      size: Buffer.byteLength(image.manifest.text),
    },
    annotations: {
      'org.opencontainers.image.created': new Date(at).toISOString(),
      'com.amazonaws.signer.profile-arn': profileArn,
    },
  });
}

import type { Image } from '../../domain/image.js';
import { sha256 } from '../../domain/manifest.js';

const SIGNATURE_TYPE = 'application/vnd.cncf.notary.signature';
const ENVELOPE_TYPE = 'application/jose+json';
const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json';
const EMPTY = '{}';

/**
 * The manifest of a signature: an artifact that refers to the image [docs]. Nothing is signed; the digests
 * depend on the image, the profile and the moment, and on nothing else.
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

import { type Manifest, manifestBlobs } from './manifest.js';

/** What the config of a container image is, in the words of Docker and of OCI. */
export const CONFIG_TYPES = {
  docker: 'application/vnd.docker.container.image.v1+json',
  oci: 'application/vnd.oci.image.config.v1+json',
} as const;

const CONFIGS: ReadonlySet<string | undefined> = new Set(Object.values(CONFIG_TYPES));
const LAYER = /^application\/vnd\.(oci\.image\.layer|docker\.(container\.)?image\.rootfs)\./;

/**
 * Whether a manifest is that of a container image. Charts say by their config that they are not; signatures,
 * SBOMs and attestations often have the config of an image, and say it by a subject, an artifact type or
 * their layers [assumed].
 */
export function isContainerImage(manifest: Manifest): boolean {
  const { kind, subject, artifactMediaType, artifactType } = manifest;
  if (kind !== 'image' || subject !== undefined) return false;
  if (!CONFIGS.has(artifactMediaType) || artifactType !== artifactMediaType) return false;
  const [, ...layers] = manifestBlobs(manifest);
  return layers.every(({ mediaType }) => mediaType === undefined || LAYER.test(mediaType));
}

/** What a manifest is called that cannot be scanned: an index by its own type [observed], others by the artifact's [assumed]. */
export function artifactTypeOf({ kind, mediaType, artifactType }: Manifest): string {
  return kind === 'index' ? mediaType : (artifactType ?? mediaType);
}

import { type Manifest, manifestBlobs } from './manifest.js';

/** The media types of a container image's config, of Docker and of OCI. */
export const CONFIG_TYPES = {
  docker: 'application/vnd.docker.container.image.v1+json',
  oci: 'application/vnd.oci.image.config.v1+json',
} as const;

const CONFIGS: ReadonlySet<string | undefined> = new Set(Object.values(CONFIG_TYPES));
const LAYER = /^application\/vnd\.(oci\.image\.layer|docker\.(container\.)?image\.rootfs)\./;

/**
 * Whether a manifest is that of a container image. Charts have a config of another type; signatures, SBOMs and
 * attestations often have the config of an image, but a subject, an artifact type or other layers [assumed].
 */
export function isContainerImage(manifest: Manifest): boolean {
  const { kind, subject, artifactMediaType, artifactType } = manifest;
  if (kind !== 'image' || subject !== undefined) return false;
  if (!CONFIGS.has(artifactMediaType) || artifactType !== artifactMediaType) return false;
  const [, ...layers] = manifestBlobs(manifest);
  return layers.every(({ mediaType }) => mediaType === undefined || LAYER.test(mediaType));
}

/** The media type in the refusal of a scan: of an index its own [observed], of others the artifact's [assumed]. */
export function artifactTypeOf({ kind, mediaType, artifactType }: Manifest): string {
  return kind === 'index' ? mediaType : (artifactType ?? mediaType);
}

import { CONFIG_TYPES, isContainerImage } from '../../world/images/container-image.js';
import { MEDIA_TYPES, type Manifest, manifestBlobs, sha256 } from '../../world/images/manifest.js';

/** A manifest as it is returned to a puller. */
export interface PulledManifest {
  readonly text: string;
  readonly mediaType: string;
}

/** Media types of layers and configs that have different names in Docker and OCI. */
const NAMES: readonly (readonly [docker: string, oci: string])[] = [
  [CONFIG_TYPES.docker, CONFIG_TYPES.oci],
  ...['', '.gzip', '.zstd'].flatMap((packing): [string, string][] => {
    const oci = packing.replace('.', '+');
    return [
      [
        `application/vnd.docker.image.rootfs.diff.tar${packing}`,
        `application/vnd.oci.image.layer.v1.tar${oci}`,
      ],
      [
        `application/vnd.docker.image.rootfs.foreign.diff.tar${packing}`,
        `application/vnd.oci.image.layer.nondistributable.v1.tar${oci}`,
      ],
    ];
  }),
];
const TO_OCI = new Map(NAMES);
const TO_DOCKER = new Map(NAMES.map(([docker, oci]) => [oci, docker]));

type Convert = (manifest: Manifest, mediaType: string, name: string, tag: string) => string | undefined;

/** From stored to requested type. Other conversions fail [docs]. */
const CONVERSIONS: Readonly<Record<string, Readonly<Record<string, Convert>>>> = {
  [MEDIA_TYPES.dockerManifest]: {
    [MEDIA_TYPES.dockerSchema1]: toSchema1,
    [MEDIA_TYPES.dockerSchema1Signed]: toSchema1,
    [MEDIA_TYPES.ociManifest]: (manifest, mediaType) => renamed(manifest, mediaType, TO_OCI),
  },
  [MEDIA_TYPES.ociManifest]: {
    [MEDIA_TYPES.dockerSchema1]: toSchema1,
    [MEDIA_TYPES.dockerSchema1Signed]: toSchema1,
    [MEDIA_TYPES.dockerManifest]: (manifest, mediaType) => renamed(manifest, mediaType, TO_DOCKER),
  },
};

/**
 * The manifest for a pull by tag: the stored one if its type is accepted, otherwise converted to the first accepted
 * type that is possible [docs].
 *
 * @param name of the repository
 * @param tag by which the image is pulled; the old format contains both
 * @param accepted media types; undefined if the puller accepts all
 * @returns undefined if no accepted form is possible
 */
export function acceptedForm(
  manifest: Manifest,
  name: string,
  tag: string,
  accepted: readonly string[] | undefined,
): PulledManifest | undefined {
  if (accepted === undefined || accepted.includes(manifest.mediaType)) return manifest;
  const conversions = CONVERSIONS[manifest.mediaType];
  if (conversions === undefined || !isContainerImage(manifest)) return undefined;
  for (const mediaType of accepted) {
    const convert = Object.hasOwn(conversions, mediaType) ? conversions[mediaType] : undefined;
    const text = convert?.(manifest, mediaType, name, tag);
    if (text !== undefined) return { text, mediaType };
  }
  return undefined;
}

/**
 * The same manifest with the other format's media types; a layer without a counterpart cannot be converted [assumed].
 */
function renamed(
  { text }: Manifest,
  mediaType: string,
  names: ReadonlyMap<string, string>,
): string | undefined {
  const document = JSON.parse(text) as { config: object; layers: readonly object[] };
  const blobs: object[] = [];
  for (const blob of [document.config, ...document.layers]) {
    const given = (blob as { mediaType?: unknown }).mediaType;
    const name = typeof given === 'string' ? names.get(given) : undefined;
    if (name === undefined) return undefined;
    blobs.push({ ...blob, mediaType: name });
  }
  const [config, ...layers] = blobs;
  return JSON.stringify({ ...document, mediaType, config, layers });
}

/**
 * Docker's first format, the newest layer first. It is not signed and has no build history, which is in the config
 * and may not be here [assumed].
 */
function toSchema1(manifest: Manifest, mediaType: string, name: string, tag: string): string {
  const [, ...layers] = manifestBlobs(manifest);
  const history: { v1Compatibility: string }[] = [];
  let parent: string | undefined;
  for (const { digest } of layers) {
    const id = sha256(`${parent ?? ''} ${digest}`).slice('sha256:'.length);
    history.unshift({
      v1Compatibility: JSON.stringify({ id, ...(parent === undefined ? {} : { parent }), os: 'linux' }),
    });
    parent = id;
  }
  return JSON.stringify({
    schemaVersion: 1,
    name,
    tag,
    architecture: 'amd64',
    fsLayers: layers.map(({ digest }) => ({ blobSum: digest })).reverse(),
    history,
    ...(mediaType === MEDIA_TYPES.dockerSchema1Signed ? { signatures: [] } : {}),
  });
}

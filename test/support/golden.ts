/** Golden vectors: official samples of AWS (GV1, GV2) and small computed ones (GV5). */

const DOCKER_LAYER = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
const dockerLayer = (size: number, hex: string) => ({
  mediaType: DOCKER_LAYER,
  size,
  digest: `sha256:${hex}`,
});

const clusterAutoscaler = {
  schemaVersion: 2,
  mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
  config: {
    mediaType: 'application/vnd.docker.container.image.v1+json',
    size: 2777,
    digest: 'sha256:6171c7451a50945f8ddd72f7732cc04d7a0d1f48138a426b2e64387fdeb834ed',
  },
  layers: [
    dockerLayer(17743696, '39fafc05754f195f134ca11ecdb1c9a691ab0848c697fffeb5a85f900caaf6e1'),
    dockerLayer(2565026, '8c8a779d3a537b767ae1091fe6e00c2590afd16767aa6096d1b318d75494819f'),
    dockerLayer(28005981, 'c44ba47496991c9982ee493b47fd25c252caabf2b4ae7dd679c9a27b6a3c8fb7'),
    dockerLayer(775, 'e2c388b44226544363ca007be7b896bcce1baebea04da23cbd165eac30be650f'),
  ],
};

/** The cluster autoscaler's manifest, as AWS prints it. */
export const GV1 = {
  manifest: JSON.stringify(clusterAutoscaler, null, 3),
  digest: 'sha256:4a1c6567c38904384ebc64e35b7eeddd8451110c299e3368d2210066487d97e5',
  size: 48318255,
  config: clusterAutoscaler.config,
} as const;

const CONFIG = 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';
const HELLO = 'sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
const M = 'sha256:1363c4c1113c80643f9aaacd2702843d4e2eafaa91a1c8273b026b0f9b8d2b90';

const manifestOfM = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: CONFIG, size: 2 },
  layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: HELLO, size: 5 }],
});

/** The smallest image, its index and its referrer, with the bytes of its blobs. */
export const GV5 = {
  config: { digest: CONFIG, bytes: new TextEncoder().encode('{}') },
  hello: { digest: HELLO, bytes: new TextEncoder().encode('hello') },
  m: { manifest: manifestOfM, digest: M },
  mWithNewline: {
    manifest: `${manifestOfM}\n`,
    digest: 'sha256:382981885ce10e2de457f4ebee3b86c995d91333c52d07ff75bcaf30d4ad25e9',
  },
  x: {
    manifest: JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [
        {
          mediaType: 'application/vnd.oci.image.manifest.v1+json',
          digest: M,
          size: 397,
          platform: { architecture: 'amd64', os: 'linux' },
        },
      ],
    }),
    digest: 'sha256:bfd40ae274399d643fdff95369964dfd27df829b44792c45307d2e779f2b5fa0',
  },
  r: {
    manifest: JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactType: 'application/example',
      config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: CONFIG, size: 2 },
      layers: [{ mediaType: 'application/vnd.oci.empty.v1+json', digest: CONFIG, size: 2 }],
      subject: { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: M, size: 397 },
    }),
    digest: 'sha256:636595b4b762aab1675f3c45085781aaa45a0d031ee42a8d8aec0b6eab957563',
  },
} as const;

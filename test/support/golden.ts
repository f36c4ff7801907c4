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

const helloWorld = {
  schemaVersion: 2,
  mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
  config: {
    mediaType: 'application/vnd.docker.container.image.v1+json',
    size: 5695,
    digest: 'sha256:cea5fe7701b7db3dd1c372f3cea6f43cdda444fcc488f530829145e426d8b980',
  },
  layers: [
    dockerLayer(39096921, 'd8868e50ac4c7104d2200d42f432b661b2da8c1e417ccfae217e6a1e04bb9295'),
    dockerLayer(57938, '83251ac64627fc331584f6c498b3aba5badc01574e2c70b2499af3af16630eed'),
    dockerLayer(423, '589bba2f1b36ae56f0152c246e2541c5aa604b058febfcf2be32e9a304fec610'),
    dockerLayer(680, 'd62ecaceda3964b735cdd2af613d6bb136a52c1da0838b2ff4b4dab4212bcb1c'),
    dockerLayer(162, '6d93b41cfc6bf0d2522b7cf61588de4cd045065b36c52bd3aec2ba0622b2b22b'),
    dockerLayer(28268840, '6986b4d4c07932c680b3587f2eac8b0e013568c003cc23b04044628a5c5e599f'),
    dockerLayer(35369152, '8c5ec60f10102dc8da0649d866c7c2f706e459d0bdc25c83ad2de86f4996c276'),
    dockerLayer(155, 'cde50b1c594539c5f67cbede9aef95c9ae321ccfb857f7b251b45b84198adc85'),
    dockerLayer(28737, '2e102807ab72a73fc9abf53e8c50e421bdc337a0a8afcb242176edeec65977e4'),
    dockerLayer(190, 'fc379bbd5ed37808772bef016553a297356c59b8f134659e6ee4ecb563c2f5a7'),
    dockerLayer(28748, '021db240dfccf5a1aff19507d17c0177e5888e518acf295b52204b1825e8b7ee'),
  ],
};

/** The hello-world sample of AWS, whose text ends in a newline. */
export const GV2 = {
  manifest: `${JSON.stringify(helloWorld, null, 2)}\n`,
  digest: 'sha256:8ece96b74f87652876199d83bd107d0435a196133af383ac54cb82b6cc5283ae',
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

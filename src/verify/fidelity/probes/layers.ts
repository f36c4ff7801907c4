import type { Bench } from '../bench.js';
import { type Probe, assumed, known } from '../probe.js';
import { digestOf } from '../tiny-image.js';

const bytes = new TextEncoder().encode('A layer.');
const last = bytes.byteLength - 1;
const missing = `sha256:${'0'.repeat(64)}`;

/** Begins an upload, in a repository of its own if none is named. */
async function beginUpload(bench: Bench, repositoryName?: string) {
  const upload = { repositoryName: repositoryName ?? (await bench.repository()) };
  const { uploadId } = await bench.call('InitiateLayerUpload', upload);
  return { ...upload, uploadId };
}

/** Sends the bytes as the first part of an upload, with the range that is given. */
async function sendPart(bench: Bench, partFirstByte: number, partLastByte: number) {
  const upload = await beginUpload(bench);
  return bench.attempt('UploadLayerPart', { ...upload, partFirstByte, partLastByte, layerPartBlob: bytes });
}

const wholePart = (layerPartBlob: Uint8Array) => ({
  partFirstByte: 0,
  partLastByte: layerPartBlob.byteLength - 1,
  layerPartBlob,
});

/** Layers: uploaded in parts, completed and asked for. */
export const LAYER_PROBES: readonly Probe[] = [
  known('I102', 'an upload has an id and a part size, and nothing else', async (bench) => {
    const repositoryName = await bench.repository();
    const { uploadId, partSize, ...rest } = await bench.call('InitiateLayerUpload', { repositoryName });
    return {
      hasId: typeof uploadId === 'string',
      partSize,
      others: Object.keys(rest).filter((one) => one !== '$metadata'),
    };
  }),
  known('I103', 'a part is answered with its last byte', (bench) => sendPart(bench, 0, last)),
  assumed('I104', 'a part that does not begin where the last one ended', (bench) =>
    sendPart(bench, 5, 5 + last),
  ),
  assumed('U11', 'a part whose length is not its range', (bench) => sendPart(bench, 0, last + 1)),
  known('I106', 'an upload without parts is empty', async (bench) => {
    const upload = await beginUpload(bench);
    return bench.attempt('CompleteLayerUpload', { ...upload, layerDigests: [digestOf(bytes)] });
  }),
  known('I108', 'a wrong digest is refused', async (bench) => {
    const upload = await beginUpload(bench);
    await bench.call('UploadLayerPart', { ...upload, ...wholePart(bytes) });
    return bench.attempt('CompleteLayerUpload', { ...upload, layerDigests: [missing] });
  }),
  assumed('U4', 'a layer that is there already', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'v1', 'one');
    const { layer } = bench.image('one');
    const upload = await beginUpload(bench, repositoryName);
    await bench.call('UploadLayerPart', { ...upload, ...wholePart(layer) });
    return bench.attempt('CompleteLayerUpload', { ...upload, layerDigests: [digestOf(layer)] });
  }),
  known('I111', 'an upload that does not exist', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('CompleteLayerUpload', {
      repositoryName,
      uploadId: '00000000-0000-0000-0000-000000000000',
      layerDigests: [missing],
    });
  }),
  known('I112', 'an unknown layer is a row, no failure', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('BatchCheckLayerAvailability', { repositoryName, layerDigests: [missing] });
  }),
  assumed('I113', 'an empty and a malformed digest are failures', async (bench) => {
    const repositoryName = await bench.repository();
    return [
      await bench.attempt('BatchCheckLayerAvailability', { repositoryName, layerDigests: ['nonsense'] }),
      await bench.attempt('BatchCheckLayerAvailability', { repositoryName, layerDigests: [''] }),
    ];
  }),
  known('I115', 'an unknown layer has no address', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('GetDownloadUrlForLayer', { repositoryName, layerDigest: missing });
  }),
  known('I116', 'a layer that no image uses has no address', async (bench) => {
    const repositoryName = await bench.repository();
    const layerDigest = await bench.uploadBlob(repositoryName, bytes);
    return bench.attempt('GetDownloadUrlForLayer', { repositoryName, layerDigest });
  }),
];

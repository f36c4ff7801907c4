import { type Probe, assumed, known } from '../probe.js';
import { digestOf } from '../tiny-image.js';

const bytes = new TextEncoder().encode('A layer.');
const missing = `sha256:${'0'.repeat(64)}`;

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
  known('I103', 'a part is answered with its last byte', async (bench) => {
    const repositoryName = await bench.repository();
    const { uploadId } = await bench.call('InitiateLayerUpload', { repositoryName });
    return bench.attempt('UploadLayerPart', {
      repositoryName,
      uploadId,
      partFirstByte: 0,
      partLastByte: bytes.byteLength - 1,
      layerPartBlob: bytes,
    });
  }),
  assumed('I104', 'a part that does not begin where the last one ended', async (bench) => {
    const repositoryName = await bench.repository();
    const { uploadId } = await bench.call('InitiateLayerUpload', { repositoryName });
    return bench.attempt('UploadLayerPart', {
      repositoryName,
      uploadId,
      partFirstByte: 5,
      partLastByte: 4 + bytes.byteLength,
      layerPartBlob: bytes,
    });
  }),
  assumed('U11', 'a part whose length is not its range', async (bench) => {
    const repositoryName = await bench.repository();
    const { uploadId } = await bench.call('InitiateLayerUpload', { repositoryName });
    return bench.attempt('UploadLayerPart', {
      repositoryName,
      uploadId,
      partFirstByte: 0,
      partLastByte: bytes.byteLength,
      layerPartBlob: bytes,
    });
  }),
  known('I106', 'an upload without parts is empty', async (bench) => {
    const repositoryName = await bench.repository();
    const { uploadId } = await bench.call('InitiateLayerUpload', { repositoryName });
    return bench.attempt('CompleteLayerUpload', {
      repositoryName,
      uploadId,
      layerDigests: [digestOf(bytes)],
    });
  }),
  known('I108', 'a wrong digest is refused', async (bench) => {
    const repositoryName = await bench.repository();
    const { uploadId } = await bench.call('InitiateLayerUpload', { repositoryName });
    const partLastByte = bytes.byteLength - 1;
    const part = { partFirstByte: 0, partLastByte, layerPartBlob: bytes };
    await bench.call('UploadLayerPart', { repositoryName, uploadId, ...part });
    return bench.attempt('CompleteLayerUpload', { repositoryName, uploadId, layerDigests: [missing] });
  }),
  assumed('U4', 'a layer that is there already', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'v1', 'one');
    const { layer } = bench.image('one');
    const { uploadId } = await bench.call('InitiateLayerUpload', { repositoryName });
    const part = { partFirstByte: 0, partLastByte: layer.byteLength - 1, layerPartBlob: layer };
    await bench.call('UploadLayerPart', { repositoryName, uploadId, ...part });
    return bench.attempt('CompleteLayerUpload', {
      repositoryName,
      uploadId,
      layerDigests: [digestOf(layer)],
    });
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

import type { Layer, LayerFailure } from '@aws-sdk/client-ecr';
import { isFailure } from '../../aws/failure.js';
import { availabilityOf, downloadUrl, layerDigestProblem } from '../../ecr/layers/layer-availability.js';
import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';

export const batchCheckLayerAvailability: Operation<'BatchCheckLayerAvailability'> = {
  name: 'BatchCheckLayerAvailability',
  handle(input, context) {
    return withRepository(context, (repository) => {
      const layers: Layer[] = [];
      const failures: LayerFailure[] = [];
      for (const layerDigest of input.layerDigests) {
        const problem = layerDigestProblem(layerDigest);
        if (problem !== undefined) {
          failures.push({ layerDigest, ...problem });
          continue;
        }
        const [layerAvailability, layer] = availabilityOf(repository, layerDigest);
        layers.push({
          layerDigest,
          layerAvailability,
          ...(layer === undefined ? {} : { layerSize: layer.size }),
          ...(layer?.mediaType === undefined ? {} : { mediaType: layer.mediaType }),
        });
      }
      return { layers, failures };
    });
  },
};

export const getDownloadUrlForLayer: Operation<'GetDownloadUrlForLayer'> = {
  name: 'GetDownloadUrlForLayer',
  handle(input, context) {
    return withRepository(context, (repository) => {
      const url = downloadUrl(repository, input.layerDigest, context.now, context.protocol);
      return isFailure(url) ? url : { downloadUrl: url, layerDigest: input.layerDigest };
    });
  },
};

import { isFailure } from '../../aws/failure.js';
import { putImageInto as push } from '../../ecr/images/put-image.js';
import { prepareForPush, withRepositoryForPush } from '../context.js';
import type { Operation } from '../operation.js';
import { imageShape } from './image-shape.js';

export const putImage: Operation<'PutImage'> = {
  name: 'PutImage',
  prepare: prepareForPush,
  handle(input, context) {
    return withRepositoryForPush(context, (repository) => {
      const image = push(
        repository,
        {
          manifest: input.imageManifest,
          mediaType: input.imageManifestMediaType,
          tag: input.imageTag,
          digest: input.imageDigest,
        },
        context,
        context.protocol,
      );
      return isFailure(image) ? image : { image: imageShape(repository, image, input.imageTag) };
    });
  },
};

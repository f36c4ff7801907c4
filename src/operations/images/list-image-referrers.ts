import type { ImageReferrer } from '@aws-sdk/client-ecr';
import { isFailure } from '../../aws/failure.js';
import type { Image } from '../../world/images/image.js';
import { manifestAnnotations } from '../../world/images/manifest.js';
import { nextTokenOf, takePage } from '../page-token.js';
import type { Repository } from '../../world/repository.js';
import { withRepository } from '../context.js';
import type { Operation, OperationInput } from '../operation.js';

const DEFAULT_PAGE = 20;

type Filter = OperationInput<'ListImageReferrers'>['filter'];

export const listImageReferrers: Operation<'ListImageReferrers'> = {
  name: 'ListImageReferrers',
  // Authorised by the action for pulls [docs].
  action: 'ecr:BatchGetImage',
  handle(input, context) {
    return withRepository(context, (repository) => {
      const { imageDigest } = input.subjectId;
      const page = takePage(
        `ListImageReferrers ${repository.arn} ${imageDigest} ${JSON.stringify(input.filter ?? {})}`,
        input.nextToken,
        input.maxResults ?? DEFAULT_PAGE,
        (start) => rows(repository, imageDigest, input.filter, start?.position),
      );
      if (isFailure(page)) return page;
      return {
        referrers: page.items.map(referrerShape),
        ...nextTokenOf(page),
      };
    });
  },
};

/** A subject that does not exist has no referrers [assumed]. */
function* rows(repository: Repository, subject: string, filter: Filter, position: number | undefined) {
  const types = filter?.artifactTypes ?? [];
  const status = filter?.artifactStatus ?? 'ACTIVE';
  for (const image of repository.referrersOf(subject).from(position)) {
    if (status !== 'ANY' && image.status !== status) continue;
    if (types.length > 0 && !types.includes(image.manifest.artifactType ?? '')) continue;
    yield { item: image, position: image.position, part: 0 };
  }
}

/** The size is that of the manifest, as in an OCI descriptor [assumed]. */
function referrerShape({ manifest, status }: Image): ImageReferrer {
  const annotations = manifestAnnotations(manifest);
  return {
    digest: manifest.digest,
    mediaType: manifest.mediaType,
    ...(manifest.artifactType === undefined ? {} : { artifactType: manifest.artifactType }),
    size: Buffer.byteLength(manifest.text),
    ...(annotations === undefined ? {} : { annotations }),
    artifactStatus: status,
  };
}

import type { LifecyclePolicyPreviewResult, LifecyclePolicyPreviewSummary } from '@aws-sdk/client-ecr';
import { invalidParameter, isFailure } from '../../aws/failure.js';
import { currentPreview, startPreview } from '../../ecr/lifecycle/preview.js';
import { lifecyclePreviewNotFound } from '../../world/failures.js';
import type { LifecyclePreview, PreviewRow } from '../../world/records/lifecycle.js';
import { withRepository } from '../context.js';
import type { Operation, OperationInput } from '../operation.js';
import { DEFAULT_PAGE, indexedRows, nextTokenOf, takePage } from '../page-token.js';

export const startLifecyclePolicyPreview: Operation<'StartLifecyclePolicyPreview'> = {
  name: 'StartLifecyclePolicyPreview',
  handle(input, context) {
    return withRepository(context, (repository) => {
      const preview = startPreview(repository, input.lifecyclePolicyText, context.engines, context);
      if (isFailure(preview)) return preview;
      return {
        registryId: repository.registry.accountId,
        repositoryName: repository.name,
        lifecyclePolicyText: preview.text,
        status: preview.status,
      };
    });
  },
};

type Input = OperationInput<'GetLifecyclePolicyPreview'>;

export const getLifecyclePolicyPreview: Operation<'GetLifecyclePolicyPreview'> = {
  name: 'GetLifecyclePolicyPreview',
  handle(input, context) {
    return withRepository(context, (repository) => {
      const { registry, name } = repository;
      const preview = currentPreview(repository, context.now);
      if (preview === undefined) return lifecyclePreviewNotFound(name, registry.accountId);
      const paged = input.nextToken !== undefined || input.maxResults !== undefined;
      if (input.imageIds !== undefined && paged) {
        // The service's own text is unknown [assumed].
        return invalidParameter('imageIds', 'must not be set together with nextToken or maxResults');
      }
      const answer = {
        registryId: registry.accountId,
        repositoryName: name,
        lifecyclePolicyText: preview.text,
        status: preview.status,
      };
      // There are no results before the preview ends, nor after it expires [assumed].
      if (preview.status !== 'COMPLETE') return answer;
      const rows = preview.rows.filter((row) => isWanted(row, input));
      const page = takePage(
        `GetLifecyclePolicyPreview ${preview.id} ${input.filter?.tagStatus ?? 'ANY'}`,
        input.nextToken,
        input.imageIds === undefined ? (input.maxResults ?? DEFAULT_PAGE) : Infinity,
        (start) => indexedRows(rows, start),
      );
      if (isFailure(page)) return page;
      return {
        ...answer,
        ...nextTokenOf(page),
        previewResults: page.items.map(resultShape),
        summary: summaryShape(preview),
      };
    });
  },
};

function isWanted(row: PreviewRow, { imageIds, filter }: Pick<Input, 'imageIds' | 'filter'>): boolean {
  const tagStatus = filter?.tagStatus ?? 'ANY';
  const isTagged = row.tags.length > 0;
  if ((tagStatus === 'TAGGED' && !isTagged) || (tagStatus === 'UNTAGGED' && isTagged)) return false;
  return (
    imageIds?.some(
      ({ imageDigest, imageTag }) =>
        (imageDigest ?? row.digest) === row.digest && (imageTag === undefined || row.tags.includes(imageTag)),
    ) ?? true
  );
}

function resultShape(row: PreviewRow): LifecyclePolicyPreviewResult {
  return {
    ...(row.tags.length === 0 ? {} : { imageTags: [...row.tags] }),
    imageDigest: row.digest,
    imagePushedAt: new Date(row.pushedAt),
    action: { type: row.type, ...(row.type === 'TRANSITION' ? { targetStorageClass: 'ARCHIVE' } : {}) },
    appliedRulePriority: row.rulePriority,
    storageClass: row.storageClass,
  };
}

/** Counts over the whole preview; transitions are there only if there are some [docs]. */
function summaryShape({ rows }: LifecyclePreview): LifecyclePolicyPreviewSummary {
  const expiring = rows.filter((row) => row.type === 'EXPIRE').length;
  const transitioning = rows.length - expiring;
  return {
    expiringImageTotalCount: expiring,
    ...(transitioning === 0
      ? {}
      : {
          transitioningImageTotalCounts: [{ targetStorageClass: 'ARCHIVE', imageTotalCount: transitioning }],
        }),
  };
}

import { cloneData } from '../../domain/clone-data.js';
import type { EnhancedImageScanFinding, ImageScanFinding, ImageScanFindings } from '@aws-sdk/client-ecr';
import { isFailure } from '../../domain/failure.js';
import { imageNotFound, scanNotFound } from '../../domain/failures.js';
import { findImage } from '../../domain/image-lookup.js';
import { DEFAULT_PAGE, indexedRows, nextTokenOf, takePage } from '../../domain/page-token.js';
import { type Finding, severityCounts } from '../../domain/scan.js';
import { type ScanReport, describeScan, findingsOf } from '../../engines/scanning/describe.js';
import { withRepository } from '../context.js';
import { imageIdShape } from '../images/image-shape.js';
import type { Operation } from '../operation.js';

/** Enhanced findings come from Inspector, in pages of 100 whatever `maxResults` says [observed]. */
const MOST_ENHANCED = 100;

export const describeImageScanFindings: Operation<'DescribeImageScanFindings'> = {
  name: 'DescribeImageScanFindings',
  handle(input, context) {
    return withRepository(context, input, (repository) => {
      const { registry, name } = repository;
      const { imageId } = input;
      const image = findImage(repository, imageId);
      if (image === undefined) return imageNotFound(imageId, name, registry.accountId);
      const report = describeScan(repository, image, context.now);
      if (report === undefined) return scanNotFound(imageId, name, registry.accountId);
      const answer = {
        registryId: registry.accountId,
        repositoryName: name,
        imageId: imageIdShape(image.digest, imageId.imageTag),
        imageScanStatus: {
          status: report.status,
          ...(report.description === '' ? {} : { description: report.description }),
        },
      };
      if (report.findings === undefined) return answer;
      const isEnhanced = registry.scanning.scanType === 'ENHANCED';
      const all = findingsOf(report, isEnhanced);
      const page = takePage(
        `DescribeImageScanFindings ${repository.arn} ${image.digest} ${registry.scanning.scanType}`,
        input.nextToken,
        isEnhanced
          ? Math.min(input.maxResults ?? DEFAULT_PAGE, MOST_ENHANCED)
          : (input.maxResults ?? DEFAULT_PAGE),
        (start) => indexedRows(all, start),
      );
      if (isFailure(page)) return page;
      return {
        ...answer,
        imageScanFindings: findingsShape(
          report,
          isEnhanced && context.world.behaviour.enhancedSeverityCounts === 'page' ? page.items : all,
          page.items,
          isEnhanced,
        ),
        ...nextTokenOf(page),
      };
    });
  },
};

/** Basic findings are counted whatever the page shows [docs]; enhanced ones by choice. */
function findingsShape(
  report: ScanReport,
  counted: readonly Finding[],
  shown: readonly Finding[],
  isEnhanced: boolean,
): ImageScanFindings {
  const updatedAt = report.findings?.vulnerabilitySourceUpdatedAt ?? report.completedAt;
  // Most images have none, and a clone of nothing costs as much as the rest of the call.
  const copies: unknown = shown.length === 0 ? [] : cloneData(shown);
  return {
    ...(report.completedAt === undefined ? {} : { imageScanCompletedAt: new Date(report.completedAt) }),
    ...(updatedAt === undefined ? {} : { vulnerabilitySourceUpdatedAt: new Date(updatedAt) }),
    findingSeverityCounts: severityCounts(counted),
    ...(isEnhanced
      ? { enhancedFindings: copies as EnhancedImageScanFinding[] }
      : { findings: copies as ImageScanFinding[] }),
  };
}

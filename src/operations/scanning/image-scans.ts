import type { EnhancedImageScanFinding, ImageScanFinding, ImageScanFindings } from '@aws-sdk/client-ecr';
import { isFailure } from '../../aws/failure.js';
import { type ScanReport, describeScan, findingsOf } from '../../ecr/scanning/scan-report.js';
import { cloneData } from '../../world/clone-data.js';
import { imageNotFound, scanNotFound } from '../../world/failures.js';
import { findImage } from '../../world/images/image-lookup.js';
import { type Finding, severityCounts } from '../../world/records/scan.js';
import { withRepository } from '../context.js';
import { imageIdShape } from '../images/image-shape.js';
import type { Operation } from '../operation.js';
import { DEFAULT_PAGE, indexedRows, nextTokenOf, takePage } from '../page-token.js';

export const startImageScan: Operation<'StartImageScan'> = {
  name: 'StartImageScan',
  handle(input, context) {
    return withRepository(context, (repository) => {
      const { registry, name } = repository;
      const image = findImage(repository, input.imageId);
      if (image === undefined) return imageNotFound(input.imageId, name, registry.accountId);
      const scan = context.engines.scanning.start(repository, image, context);
      if (isFailure(scan)) return scan;
      return {
        registryId: registry.accountId,
        repositoryName: name,
        imageId: imageIdShape(image.digest, input.imageId.imageTag),
        imageScanStatus: { status: scan.status },
      };
    });
  },
};

/** Enhanced findings come from Inspector, in pages of 100 regardless of `maxResults` [observed]. */
const MOST_ENHANCED = 100;

export const describeImageScanFindings: Operation<'DescribeImageScanFindings'> = {
  name: 'DescribeImageScanFindings',
  handle(input, context) {
    return withRepository(context, (repository) => {
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
          isEnhanced && context.registry.world.behaviour.enhancedSeverityCounts === 'page' ? page.items : all,
          page.items,
          isEnhanced,
        ),
        ...nextTokenOf(page),
      };
    });
  },
};

/** Basic findings are always counted in full [docs]; for enhanced ones there is an option. */
function findingsShape(
  report: ScanReport,
  counted: readonly Finding[],
  shown: readonly Finding[],
  isEnhanced: boolean,
): ImageScanFindings {
  const updatedAt = report.findings?.vulnerabilitySourceUpdatedAt ?? report.completedAt;
  // Most images have none, and cloning an empty list takes as long as the rest of the call.
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

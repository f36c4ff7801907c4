import type { ResponseMetadata } from '@aws-sdk/types';

/** `$metadata` as the SDK makes it of one answer at the first attempt [observed]. */
export function responseMetadata(httpStatusCode: number, requestId: string): ResponseMetadata {
  return {
    httpStatusCode,
    requestId,
    extendedRequestId: undefined,
    cfId: undefined,
    attempts: 1,
    totalRetryDelay: 0,
  };
}

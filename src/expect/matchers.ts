import {
  allows,
  hasCalled,
  hasEmitted,
  hasImage,
  hasPendingReplications,
  hasReplicated,
  hasRepository,
  hasScanFindings,
  hasTag,
  hasUnused,
  isReplicated,
} from './assertions.js';
import { matcher } from './bind.js';

export const toHaveRepository = matcher('toHaveRepository', () => hasRepository);
export const toHaveImage = matcher('toHaveImage', () => hasImage);
export const toHaveTag = matcher('toHaveTag', () => hasTag);
export const toHaveReplicated = matcher('toHaveReplicated', () => hasReplicated);
export const toBeReplicated = matcher('toBeReplicated', () => isReplicated);
export const toHavePendingReplications = matcher('toHavePendingReplications', () => hasPendingReplications);
export const toHaveEmitted = matcher('toHaveEmitted', () => hasEmitted);
export const toHaveCalled = matcher('toHaveCalled', () => hasCalled);
export const toHaveScanFindings = matcher('toHaveScanFindings', () => hasScanFindings);
export const toHaveUnused = matcher('toHaveUnused', () => hasUnused);
export const toAllow = matcher('toAllow', () => allows);

/** All matchers, as runners take them. @public */
export const matchers = {
  toAllow,
  toBeReplicated,
  toHaveCalled,
  toHaveEmitted,
  toHaveImage,
  toHavePendingReplications,
  toHaveReplicated,
  toHaveRepository,
  toHaveScanFindings,
  toHaveTag,
  toHaveUnused,
};

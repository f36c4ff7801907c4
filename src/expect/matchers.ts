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

const toHaveRepository = matcher('toHaveRepository', () => hasRepository);
const toHaveImage = matcher('toHaveImage', () => hasImage);
const toHaveTag = matcher('toHaveTag', () => hasTag);
const toHaveReplicated = matcher('toHaveReplicated', () => hasReplicated);
const toBeReplicated = matcher('toBeReplicated', () => isReplicated);
const toHavePendingReplications = matcher('toHavePendingReplications', () => hasPendingReplications);
const toHaveEmitted = matcher('toHaveEmitted', () => hasEmitted);
const toHaveCalled = matcher('toHaveCalled', () => hasCalled);
const toHaveScanFindings = matcher('toHaveScanFindings', () => hasScanFindings);
const toHaveUnused = matcher('toHaveUnused', () => hasUnused);
const toAllow = matcher('toAllow', () => allows);

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

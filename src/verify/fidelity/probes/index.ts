import type { Probe } from '../probe.js';
import { IMAGE_PROBES } from './images.js';
import { LAYER_PROBES } from './layers.js';
import { LIFECYCLE_PROBES } from './lifecycle.js';
import { POLICY_PROBES } from './policies.js';
import { FEATURE_PROBES } from './registry-features.js';
import { REPLICATION_PROBES } from './replication.js';
import { REPOSITORY_PROBES } from './repositories.js';

/** All statements that a run can show, assumed ones first: these are the unknown ones. */
export const PROBES: readonly Probe[] = [
  ...REPOSITORY_PROBES,
  ...IMAGE_PROBES,
  ...LAYER_PROBES,
  ...LIFECYCLE_PROBES,
  ...POLICY_PROBES,
  ...FEATURE_PROBES,
  ...REPLICATION_PROBES,
].sort((a, b) => Number(a.grade === 'known') - Number(b.grade === 'known'));

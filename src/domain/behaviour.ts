/**
 * Choices where ECR is unknown, or where a suite may want less than ECR does. Each default is listed in
 * docs/fidelity.md with its grade.
 */
export interface Behaviour {
  /**
   * `required`: PutImage refuses a manifest whose layers were not uploaded, as ECR does [observed].
   * `assumed`: layers come with the manifest, for suites that put bare manifests.
   */
  readonly layers: 'required' | 'assumed';
  /** What PutImage of the same digest and tag answers in an immutable repository; sources disagree. */
  readonly sameImageInImmutableRepository: 'ImageAlreadyExistsException' | 'ImageTagAlreadyExistsException';
  /** The size of an index: that of its largest child [docs], or the sum. */
  readonly indexSize: 'max' | 'sum';
  /** Whether an index and its children can go in one BatchDeleteImage: as of call start, or in order [assumed]. */
  readonly indexReferences: 'call-start' | 'in-order';
  /** `maxResults` or `nextToken` together with explicit names or ids [assumed]. */
  readonly pagingWithIds: 'ignore' | 'refuse';
  /** A replication whose source image or tag goes while it is under way [assumed]. */
  readonly sourceDeletedInFlight: 'complete' | 'fail';
  /** Whether `findingSeverityCounts` of enhanced findings counts all of them, or those of the page [assumed]. */
  readonly enhancedSeverityCounts: 'all' | 'page';
  /** Policy texts are re-printed by the service [observed], or echoed. */
  readonly policyText: 'reprinted' | 'echoed';
  /**
   * A pull by digest of what a pull-through cache does not hold: `refused`, so that only pulls by tag fill a cache
   * [observed once], or `imported`.
   */
  readonly pullThroughByDigest: 'refused' | 'imported';
}

/** What can be chosen, for each choice. */
export const BEHAVIOURS: { readonly [K in keyof Behaviour]: readonly Behaviour[K][] } = {
  layers: ['required', 'assumed'],
  sameImageInImmutableRepository: ['ImageAlreadyExistsException', 'ImageTagAlreadyExistsException'],
  indexSize: ['max', 'sum'],
  indexReferences: ['call-start', 'in-order'],
  pagingWithIds: ['ignore', 'refuse'],
  sourceDeletedInFlight: ['complete', 'fail'],
  enhancedSeverityCounts: ['all', 'page'],
  policyText: ['reprinted', 'echoed'],
  pullThroughByDigest: ['refused', 'imported'],
};

export const DEFAULT_BEHAVIOUR: Behaviour = {
  layers: 'required',
  sameImageInImmutableRepository: 'ImageAlreadyExistsException',
  indexSize: 'max',
  indexReferences: 'call-start',
  pagingWithIds: 'ignore',
  sourceDeletedInFlight: 'complete',
  enhancedSeverityCounts: 'all',
  policyText: 'reprinted',
  pullThroughByDigest: 'refused',
};

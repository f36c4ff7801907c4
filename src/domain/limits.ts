/** Quotas of ECR. A test can lower them, so that it can meet them. */
export interface Limits {
  /** Repositories in one registry, which is one account in one Region [docs]. */
  readonly repositoriesPerRegistry: number;
  /** Images in one repository [docs]. */
  readonly imagesPerRepository: number;
  /** Tags on one image [observed]. */
  readonly tagsPerImage: number;
  /** Resource tags on one repository [docs]. */
  readonly tagsPerRepository: number;
  /** Layers in one image; ECR has a limit but publishes no number [assumed]. */
  readonly layersPerImage: number;
  /** Bytes of one layer [docs]. */
  readonly bytesPerLayer: number;
  /** Parts that one layer is uploaded in [docs]. */
  readonly partsPerLayer: number;
  /** Principals excluded from pull time updates [docs]. */
  readonly pullTimeExclusionsPerRegistry: number;
  /** Pull-through cache rules of one registry [docs]. */
  readonly pullThroughCacheRulesPerRegistry: number;
  /** Repository creation templates of one registry; a limit is modelled, no number published [assumed]. */
  readonly templatesPerRegistry: number;
  /** Basic scans of one registry within 24 hours [docs]. */
  readonly basicScansPerDay: number;
  /** Replication backfills under way in one registry [docs]. */
  readonly backfillsInProgress: number;
}

export const DEFAULT_LIMITS: Limits = {
  repositoriesPerRegistry: 100_000,
  imagesPerRepository: 100_000,
  tagsPerImage: 1000,
  tagsPerRepository: 50,
  layersPerImage: Infinity,
  bytesPerLayer: 52_000 * 1024 ** 2,
  partsPerLayer: 4200,
  pullTimeExclusionsPerRegistry: 100,
  pullThroughCacheRulesPerRegistry: 50,
  templatesPerRegistry: Infinity,
  basicScansPerDay: 100_000,
  backfillsInProgress: 10,
};

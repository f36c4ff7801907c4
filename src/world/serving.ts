/** What a server in front of a world adds to it; empty if the world is used in process. */
export interface Serving {
  /** Host name and port by which clients reach a registry, instead of ECR's. */
  hostOf?: ((accountId: string, region: string) => string) | undefined;
  /**
   * The URL of a layer's bytes, valid for an hour.
   *
   * @param now epoch milliseconds
   */
  downloadUrl?: ((digest: string, accountId: string, now: number) => string | undefined) | undefined;
}

/** What a server in front of a world adds to it; nothing of it is there where the world is used in process. */
export interface Serving {
  /** Names and port by which clients reach a registry, instead of ECR's own. */
  hostOf?: ((accountId: string, region: string) => string) | undefined;
  /**
   * Where the bytes of a layer can be fetched, for an hour from now.
   *
   * @param now epoch milliseconds
   */
  downloadUrl?: ((digest: string, accountId: string, now: number) => string | undefined) | undefined;
}

/** What a manifest says, as far as a promotion has to know. */
interface Descriptor {
  readonly digest: string;
  /** Foreign layers are fetched from here, and never kept in a registry. */
  readonly urls?: readonly string[];
}

interface Manifest {
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly manifests?: readonly Descriptor[];
}

/** The digests of the images that an index or manifest list names; none for a plain image. */
export function childrenOf(manifest: string): readonly string[] {
  return ((JSON.parse(manifest) as Manifest).manifests ?? []).map(({ digest }) => digest);
}

/** The digests of config and layers, each once. */
export function blobsOf(manifest: string): readonly string[] {
  const { config, layers = [] } = JSON.parse(manifest) as Manifest;
  const blobs = [...(config === undefined ? [] : [config]), ...layers];
  return [...new Set(blobs.filter(({ urls }) => urls === undefined).map(({ digest }) => digest))];
}

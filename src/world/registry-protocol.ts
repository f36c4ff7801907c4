/** How the registry protocol behaves: like ECR, or as the OCI specification requires. @public */
export type RegistryProfile = 'ecr' | 'spec';

/** Differences between an operation of the registry protocol and one of the API. */
export interface ProtocolRules {
  readonly profile: RegistryProfile;
  /** Whether a manifest may have no layers. */
  readonly allowsNoLayers: boolean;
  /** Whether parts may have any size, and blobs may be empty. */
  readonly allowsAnyParts: boolean;
  /** Whether every push creates its repository. */
  readonly createsRepositories: boolean;
  /** Whether a blob can be read that no image names. */
  readonly readsUnnamedBlobs: boolean;
  /** Whether media types with parameters, and features of a platform, are refused. */
  readonly strictManifests: boolean;
  /** The algorithms of digests that an upload may be completed with. */
  readonly algorithms: readonly ('sha256' | 'sha512')[];
}

/** @param strictManifests false accepts manifests that ECR refuses [observed] */
export function protocolRules(profile: RegistryProfile, strictManifests = true): ProtocolRules {
  const isSpec = profile === 'spec';
  return {
    profile,
    allowsNoLayers: isSpec,
    allowsAnyParts: isSpec,
    createsRepositories: isSpec,
    readsUnnamedBlobs: isSpec,
    strictManifests: strictManifests && !isSpec,
    algorithms: isSpec ? ['sha256', 'sha512'] : ['sha256'],
  };
}

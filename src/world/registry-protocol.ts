/** How the registry protocol is spoken: as ECR does, or as the OCI specification asks. */
export type RegistryProfile = 'ecr' | 'spec';

/** What holds for an operation that the registry protocol asks for, and not for one of the API. */
export interface ProtocolRules {
  readonly profile: RegistryProfile;
  /** Whether a manifest may have no layers. */
  readonly allowsNoLayers: boolean;
  /** Whether parts may be of any size, and a blob empty. */
  readonly allowsAnyParts: boolean;
  /** Whether every push makes the repository it goes to. */
  readonly createsRepositories: boolean;
  /** Whether a blob that no image names can be read. */
  readonly readsUnnamedBlobs: boolean;
  /** Whether media types with parameters, and features of a platform, are refused. */
  readonly strictManifests: boolean;
  /** The algorithms of digests that an upload may be completed with. */
  readonly algorithms: readonly ('sha256' | 'sha512')[];
}

/** @param strictManifests false lets pass what ECR refuses in manifests [observed] */
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

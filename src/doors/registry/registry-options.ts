import type { RegistryProfile } from '../../world/registry-protocol.js';

/** Options of the registry protocol (`docker push`, `skopeo copy`). All have defaults. @public */
export interface RegistryOptions {
  /** Like ECR (`ecr`, the default), as the OCI specification requires (`spec`), or not at all (`false`). */
  readonly registry?: RegistryProfile | false;
  /** Names in `proxyEndpoint` and `repositoryUri`: ECR's own (`aws`, the default), or those served here (`served`). */
  readonly endpoints?: 'aws' | 'served';
  /** At a host that names no registry, `/v2/<account>.<region>/<name>/…` names it; false by default. */
  readonly pathAddressing?: boolean;
  /** Requests without credentials act as the administrator of this account; they are refused by default. */
  readonly anonymous?: string;
  /** Refuses media types with parameters and features of platforms, as ECR does; true by default. */
  readonly strictManifests?: boolean;
  /** `missing` answers that manifests cannot be deleted by this protocol, as one report says. */
  readonly deleteManifest?: 'allowed' | 'missing';
  /** Whether a refusal says that the tag is immutable (the default), or the repository, as until early 2025. */
  readonly immutableWording?: 'tag' | 'repository';
  /** The host name for fetching bytes; by default a name of this computer that differs from the request's. */
  readonly downloadHost?: string;
}

/** All names, for checking options. */
export const REGISTRY_OPTIONS = [
  'registry',
  'endpoints',
  'pathAddressing',
  'anonymous',
  'strictManifests',
  'deleteManifest',
  'immutableWording',
  'downloadHost',
] as const satisfies readonly (keyof RegistryOptions)[];

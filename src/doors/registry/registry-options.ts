import type { RegistryProfile } from '../../world/registry-protocol.js';

/** How the registry protocol (`docker push`, `skopeo copy`) is answered. Everything has a default. */
export interface RegistryOptions {
  /** As ECR does (`ecr`, the default), as the OCI specification asks (`spec`), or not at all (`false`). */
  readonly registry?: RegistryProfile | false;
  /** Names in `proxyEndpoint` and `repositoryUri`: ECR's own (`aws`, the default), or those served here (`served`). */
  readonly endpoints?: 'aws' | 'served';
  /** At a plain address, `/v2/<account>.<region>/<name>/…` names the registry; false by default. */
  readonly pathAddressing?: boolean;
  /** The account as whose administrator requests without credentials act; they are refused by default. */
  readonly anonymous?: string;
  /** Refuses media types with parameters and features of platforms, as ECR does; true by default. */
  readonly strictManifests?: boolean;
  /** `missing` answers that a manifest cannot be deleted by this protocol, as one report has it. */
  readonly deleteManifest?: 'allowed' | 'missing';
  /** Whether a refusal names the tag as immutable (the default), or the repository, as until early 2025. */
  readonly immutableWording?: 'tag' | 'repository';
  /** The name at which bytes are fetched; another name of this computer than that of the request by default. */
  readonly downloadHost?: string;
}

/** All of them, for who checks names. */
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

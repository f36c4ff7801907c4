/** What npm states about where a package was built, before it is signed. */

/** What is known of a build. */
export interface Build {
  readonly name: string;
  readonly version: string;
  /** Of the tarball, as npm has it: `sha512-` and base64. */
  readonly integrity: string;
  /** The `repository.url` of the manifest. */
  readonly repositoryUrl: string;
  /** Variables that GitHub sets in a workflow; elsewhere there are none. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

const BUILD_TYPE = 'https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1';
const WORKFLOW = '.github/workflows/release.yml';

/** The address of a repository on the web, from the one that git is given. */
export function webAddress(repositoryUrl: string): string {
  return repositoryUrl.replace(/^git\+/, '').replace(/\.git$/, '');
}

/**
 * The statement that npm would have signed. Outside a workflow it is that of the tag that is to come.
 *
 * @throws if the workflow runs in another repository than the manifest names: npm refuses that too
 */
export function provenanceStatement({ name, version, integrity, repositoryUrl, env }: Build) {
  const repository = webAddress(repositoryUrl);
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: slug, GITHUB_SHA: commit } = env;
  if (slug !== undefined && `${server ?? 'https://github.com'}/${slug}` !== repository) {
    throw new Error(`This is ${slug}, and package.json names ${repository}: npm refuses such a provenance.`);
  }
  const ref = env['GITHUB_REF'] ?? `refs/tags/v${version}`;
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      {
        name: `pkg:npm/${name}@${version}`,
        digest: { sha512: Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex') },
      },
    ],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: BUILD_TYPE,
        externalParameters: { workflow: { ref, repository, path: WORKFLOW } },
        resolvedDependencies: [
          { uri: `git+${repository}@${ref}`, digest: { gitCommit: commit ?? 'of the tag' } },
        ],
      },
      runDetails: { builder: { id: 'https://github.com/actions/runner/github-hosted' } },
    },
  };
}

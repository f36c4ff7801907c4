import { Failure, type Outcome, invalidParameter } from '../../aws/failure.js';
import { globMatches } from '../../lib/glob.js';
import { StateMachine } from '../../lib/state-machine.js';

export interface SigningRule {
  readonly profileArn: string;
  /** Wildcards over whole repository names; absent for all repositories [docs]. */
  readonly filters?: readonly string[];
}

export type SigningStatus = 'IN_PROGRESS' | 'COMPLETE' | 'FAILED';

export const SIGNING_STATES = new StateMachine<SigningStatus, 'complete' | 'fail'>('image signing', {
  IN_PROGRESS: { complete: 'COMPLETE', fail: 'FAILED' },
  COMPLETE: {},
  FAILED: {},
});

/** The outcome of signing one image with one profile. */
export interface Signing {
  readonly profileArn: string;
  status: SigningStatus;
  /** Only on FAILED; no values are published [assumed]. */
  failureCode?: string;
  failureReason?: string;
}

const NO_PROFILES: readonly string[] = [];

/** Which pushes to a registry are signed, and with which profiles. */
export class SigningConfiguration {
  private current: readonly SigningRule[] | undefined;

  /** Absent until they are put. */
  get rules(): readonly SigningRule[] | undefined {
    return this.current;
  }

  /** Profiles may belong to another account, but not to another Region [observed]. */
  put(rules: readonly SigningRule[], region: string): Failure | undefined {
    for (const { profileArn } of rules) {
      const profileRegion = profileArn.split(':')[3] as string;
      if (profileRegion !== region) {
        return invalidParameter(
          'signingProfileArn',
          `The region of signing profile ARN '${profileArn}' is '${profileRegion}' but must be '${region}' (the current region)`,
        );
      }
    }
    this.set(rules);
    return undefined;
  }

  /** @returns a function that restores the present rules */
  mark(): () => void {
    const { current } = this;
    return () => {
      this.current = current;
    };
  }

  /** Takes rules as they are, or none; they get the same form for every source. */
  set(rules: readonly SigningRule[] | undefined): void {
    this.current = rules?.map(({ profileArn, filters }) => ({
      profileArn,
      ...(filters === undefined ? {} : { filters: [...filters] }),
    }));
  }

  require(registryId: string): Outcome<readonly SigningRule[]> {
    return (
      this.rules ??
      // The service's own text is unknown [assumed].
      new Failure(
        'SigningConfigurationNotFoundException',
        `Signing configuration does not exist in the registry with id '${registryId}'`,
      )
    );
  }

  /** The profiles that sign a repository's images, each once [docs]. */
  profilesFor(repositoryName: string): readonly string[] {
    if (this.rules === undefined) return NO_PROFILES;
    const matching = this.rules.filter(
      ({ filters }) => filters?.some((filter) => globMatches(filter, repositoryName)) ?? true,
    );
    return [...new Set(matching.map((rule) => rule.profileArn))];
  }
}

import { Failure } from '../../aws/failure.js';
import { globMatches } from '../../lib/glob.js';

export type ScanType = 'BASIC' | 'ENHANCED';
/** When images are scanned, as in PutRegistryScanningConfiguration. */
export type ScanFrequency = 'SCAN_ON_PUSH' | 'CONTINUOUS_SCAN' | 'MANUAL';

export interface ScanningRule {
  readonly scanFrequency: ScanFrequency;
  readonly filters: readonly string[];
}

const BY_PRECEDENCE: readonly ScanFrequency[] = ['CONTINUOUS_SCAN', 'SCAN_ON_PUSH'];

/** How a repository is scanned, and which filter says so. */
export interface EffectiveScanning {
  readonly frequency: ScanFrequency;
  /** The last filter that matches; the service shows only one although the model has a list [observed]. */
  readonly filter: string | undefined;
}

/** A filter without a wildcard matches anywhere in a name; with one it has to match the whole name [docs]. */
function scanFilterMatches(filter: string, repositoryName: string): boolean {
  return filter.includes('*') ? globMatches(filter, repositoryName) : repositoryName.includes(filter);
}

/** How images of one registry are scanned. */
export class ScanningConfiguration {
  private type: ScanType = 'BASIC';
  private current: readonly ScanningRule[] = [];

  get scanType(): ScanType {
    return this.type;
  }

  get rules(): readonly ScanningRule[] {
    return this.current;
  }

  /** Replaces type and rules. An empty input changes nothing; a type without rules means no rules [assumed]. */
  put(scanType: ScanType | undefined, rules: readonly ScanningRule[] | undefined): Failure | undefined {
    const type = scanType ?? this.type;
    const given = rules ?? (scanType === undefined ? this.current : []);
    const refusal = ruleRefusal(type, given);
    if (refusal !== undefined) return refusal;
    // Enhanced scanning without rules watches everything [docs]; how the service returns that is unknown [assumed].
    const watchesAll = type === 'ENHANCED' && given.length === 0;
    this.set(type, watchesAll ? [{ scanFrequency: 'CONTINUOUS_SCAN', filters: ['*'] }] : given);
    return undefined;
  }

  /** @returns a function that restores the present settings */
  mark(): () => void {
    const { type, current } = this;
    return () => {
      this.type = type;
      this.current = current;
    };
  }

  /** Takes type and rules as they are; rules get the same form for every source. */
  set(scanType: ScanType, rules: readonly ScanningRule[]): void {
    this.type = scanType;
    this.current = rules.map(({ scanFrequency, filters }) => ({ scanFrequency, filters: [...filters] }));
  }

  /**
   * How a repository is scanned: continuous scanning wins over scanning on push; basic scanning on push is also
   * enabled by the repository's own flag [assumed].
   */
  effective(repositoryName: string, scanOnPush: boolean): EffectiveScanning {
    for (const frequency of BY_PRECEDENCE) {
      for (const rule of this.rules) {
        if (rule.scanFrequency !== frequency) continue;
        const filter = rule.filters.findLast((one) => scanFilterMatches(one, repositoryName));
        if (filter !== undefined) return { frequency, filter };
      }
    }
    const byFlag = this.scanType === 'BASIC' && scanOnPush;
    return { frequency: byFlag ? 'SCAN_ON_PUSH' : 'MANUAL', filter: undefined };
  }
}

/**
 * The frequencies that rules of each type may have [docs]. A rule with MANUAL, which is the default without a rule,
 * is refused [assumed].
 */
const FREQUENCIES: Readonly<Record<ScanType, ReadonlySet<ScanFrequency>>> = {
  BASIC: new Set(['SCAN_ON_PUSH']),
  ENHANCED: new Set(['CONTINUOUS_SCAN', 'SCAN_ON_PUSH']),
};

function ruleRefusal(scanType: ScanType, rules: readonly ScanningRule[]): Failure | undefined {
  const frequencies = rules.map((rule) => rule.scanFrequency);
  const strange = frequencies.find((one) => !FREQUENCIES[scanType].has(one));
  if (strange !== undefined) return refused(`Invalid scan frequency for scanType ${scanType}: ${strange}`);
  const duplicate = frequencies.find((one, index) => frequencies.indexOf(one) !== index);
  if (duplicate !== undefined) {
    return refused(`Invalid input. Contains duplicate scan frequencies: [${duplicate}]`);
  }
  return undefined;
}

/** These refusals name no parameter [observed]. */
function refused(constraint: string): Failure {
  return new Failure(
    'InvalidParameterException',
    `Invalid parameter failed to satisfy constraint: '${constraint}'`,
  );
}

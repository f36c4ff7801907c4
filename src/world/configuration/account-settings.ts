import { type Failure, type Outcome, invalidParameter } from '../../aws/failure.js';

interface Setting {
  readonly values: readonly string[];
  readonly initial: string;
}

/** What can be set for an account in a Region [docs]; CLAIR and V1 were removed. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  BASIC_SCAN_TYPE_VERSION: { values: ['AWS_NATIVE'], initial: 'AWS_NATIVE' },
  REGISTRY_POLICY_SCOPE: { values: ['V2'], initial: 'V2' },
  BLOB_MOUNTING: { values: ['ENABLED', 'DISABLED'], initial: 'DISABLED' },
};

/** The settings of one registry. */
export class AccountSettings {
  private readonly values = new Map<string, string>();

  get(name: string): Outcome<string> {
    const setting = settingOf(name);
    return setting === undefined ? unknownName() : (this.values.get(name) ?? setting.initial);
  }

  /** @returns a function that restores the present settings */
  mark(): () => void {
    const before = [...this.values];
    return () => {
      this.values.clear();
      for (const [name, value] of before) this.values.set(name, value);
    };
  }

  put(name: string, value: string): Failure | undefined {
    const setting = settingOf(name);
    if (setting === undefined) return unknownName();
    if (!setting.values.includes(value)) {
      return invalidParameter('value', `Member must satisfy enum value set: [${setting.values.join(', ')}]`);
    }
    this.values.set(name, value);
    return undefined;
  }

  /** The settings that were put, in the order of their names. */
  entries(): readonly (readonly [string, string])[] {
    return [...this.values].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

function settingOf(name: string): Setting | undefined {
  return Object.hasOwn(SETTINGS, name) ? SETTINGS[name] : undefined;
}

/** The service's own text is unknown [assumed]. */
function unknownName(): Failure {
  return invalidParameter(
    'name',
    `Member must satisfy enum value set: [${Object.keys(SETTINGS).join(', ')}]`,
  );
}

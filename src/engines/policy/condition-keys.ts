type Values = Readonly<Record<string, string | readonly string[]>>;

/** The values a request has for condition keys; keys are case-insensitive. */
export class ConditionKeys {
  private values: ReadonlyMap<string, readonly string[]> | undefined = undefined;

  constructor(private readonly gather: () => readonly Values[]) {}

  get(key: string): readonly string[] | undefined {
    this.values ??= byLowerCase(this.gather());
    return this.values.get(key.toLowerCase());
  }
}

/** @param values what they are, or how to gather them, later ones on top: most policies ask for none */
export function conditionKeys(values: Values | (() => readonly Values[])): ConditionKeys {
  return new ConditionKeys(typeof values === 'function' ? values : () => [values]);
}

function byLowerCase(all: readonly Values[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const values of all) {
    for (const key of Object.keys(values)) {
      const value = values[key] as string | readonly string[];
      found.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
    }
  }
  return found;
}

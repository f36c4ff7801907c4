type Values = Readonly<Record<string, string | readonly string[]>>;

/** The values a request has for condition keys; keys are case-insensitive. */
export class ConditionKeys {
  private values: ReadonlyMap<string, readonly string[]> | undefined = undefined;

  constructor(private readonly gather: () => Values) {}

  get(key: string): readonly string[] | undefined {
    this.values ??= byLowerCase(this.gather());
    return this.values.get(key.toLowerCase());
  }
}

/** @param values what they are, or how to gather them: most policies ask for none */
export function conditionKeys(values: Values | (() => Values)): ConditionKeys {
  return new ConditionKeys(typeof values === 'function' ? values : () => values);
}

function byLowerCase(values: Values): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(values).map(([key, value]) => [
      key.toLowerCase(),
      typeof value === 'string' ? [value] : value,
    ]),
  );
}

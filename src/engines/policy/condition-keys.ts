/** The values a request has for condition keys; keys are case-insensitive. */
export class ConditionKeys {
  constructor(private readonly values: ReadonlyMap<string, readonly string[]>) {}

  get(key: string): readonly string[] | undefined {
    return this.values.get(key.toLowerCase());
  }
}

export function conditionKeys(record: Readonly<Record<string, string | readonly string[]>>): ConditionKeys {
  return new ConditionKeys(
    new Map(
      Object.entries(record).map(([key, value]) => [
        key.toLowerCase(),
        typeof value === 'string' ? [value] : value,
      ]),
    ),
  );
}

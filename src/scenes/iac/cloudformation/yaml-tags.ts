/** One tag as the library `yaml` takes it in `customTags`. @public */
export interface YamlTag {
  /** For example `!GetAtt`. */
  readonly tag: string;
  /** What it is written before, if that is a list or a map. */
  readonly collection?: 'seq' | 'map';
  /**
   * Makes the long form of what is tagged.
   *
   * @param value a text, or a node with `toJSON()`
   */
  resolve(value: unknown): unknown;
}

/** Functions that are written with a tag, and what they are called in the long form. */
const NAMES: Readonly<Record<string, string>> = Object.fromEntries<string>([
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
  ...'GetAtt Sub Join Select Split FindInMap Base64 ImportValue Length ToJsonString If Equals And Or Not GetAZs Cidr Transform'
    .split(' ')
    .map((name): [string, string] => [`!${name}`, `Fn::${name}`]),
]);

/**
 * The short forms of CloudFormation's functions, for `customTags` of the library `yaml`.
 *
 * @public
 * @example
 * const template = yaml.parse(readFileSync('registry.yaml', 'utf8'), { customTags: cloudFormationTags });
 */
export const cloudFormationTags: readonly YamlTag[] = Object.entries(NAMES).flatMap(([tag, name]) => {
  const resolve = (value: unknown) => ({ [name]: longForm(name, plain(value)) });
  return [
    { tag, resolve },
    { tag, collection: 'seq' as const, resolve },
    { tag, collection: 'map' as const, resolve },
  ];
});

function plain(value: unknown): unknown {
  const { toJSON } = (value ?? {}) as { toJSON?: () => unknown };
  return typeof toJSON === 'function' ? toJSON.call(value) : value;
}

/** `!GetAtt A.B` is a text in the short form, and a list in the long one. */
function longForm(name: string, value: unknown): unknown {
  if (name !== 'Fn::GetAtt' || typeof value !== 'string') return value;
  const dot = value.indexOf('.');
  return [value.slice(0, dot), value.slice(dot + 1)];
}

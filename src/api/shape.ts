/** A member of a structure, by the name of its shape. */
export interface Member {
  readonly name: string;
  readonly target: string;
  readonly required: boolean;
}

export interface StructureShape {
  readonly type: 'structure';
  readonly name: string;
  readonly members: readonly Member[];
}

/** Bounds of a length, a size or a value, both inclusive. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
}

export interface ListShape extends Range {
  readonly type: 'list';
  readonly name: string;
  /** The name of the entries' shape. */
  readonly entry: string;
}

export interface MapShape {
  readonly type: 'map';
  readonly name: string;
  readonly key: string;
  readonly value: string;
}

export interface ScalarShape extends Range {
  readonly type: 'string' | 'blob' | 'boolean' | 'integer' | 'long' | 'double' | 'timestamp';
  readonly name: string;
  /** The regular expression that the whole value has to match. */
  readonly pattern?: string;
  readonly values?: readonly string[];
}

export type ApiShape = StructureShape | ListShape | MapShape | ScalarShape;

/**
 * Reads the generated notation of one shape:
 * `{member:Shape required!:Shape}`, `[Entry] min..max`, `<Key Value>` or `type min..max =A|B ~pattern`, where
 * everything after the type may be missing, and so may a bound.
 */
export function parseShape(name: string, notation: string): ApiShape {
  switch (notation[0]) {
    case '{':
      return { type: 'structure', name, members: parseMembers(notation.slice(1, -1)) };
    case '[': {
      const end = notation.indexOf(']');
      return { type: 'list', name, entry: notation.slice(1, end), ...parseRange(notation.slice(end + 2)) };
    }
    case '<': {
      const [key = '', value = ''] = notation.slice(1, -1).split(' ');
      return { type: 'map', name, key, value };
    }
    default:
      return parseScalar(name, notation);
  }
}

function parseMembers(text: string): Member[] {
  if (text === '') return [];
  return text.split(' ').map((member) => {
    const [name = '', target = ''] = member.split(':');
    const required = name.endsWith('!');
    return { name: required ? name.slice(0, -1) : name, target, required };
  });
}

function parseScalar(name: string, notation: string): ScalarShape {
  const [head = '', ...rest] = notation.split(' ~');
  const [type, ...facets] = head.split(' ');
  const values = facets.find((facet) => facet.startsWith('='));
  const range = facets.find((facet) => facet.includes('..') && !facet.startsWith('='));
  return {
    type: type as ScalarShape['type'],
    name,
    ...(range === undefined ? {} : parseRange(range)),
    ...(values === undefined ? {} : { values: values.slice(1).split('|') }),
    ...(rest.length === 0 ? {} : { pattern: rest.join(' ~') }),
  };
}

function parseRange(text: string): Range {
  if (text === '') return {};
  const [min = '', max = ''] = text.split('..');
  return { ...(min === '' ? {} : { min: Number(min) }), ...(max === '' ? {} : { max: Number(max) }) };
}

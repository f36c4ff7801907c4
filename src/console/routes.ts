/** The pages of the console, by the fragment of the address: `#/image?registry=…&repository=…&digest=…`. */

export type Parameters = Readonly<Record<string, string | undefined>>;

/** Where somebody is. */
export interface Place {
  readonly page: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * The fragment of a page.
 *
 * @example
 * linkTo('registry', { registry: '111122223333/us-east-1' }); // '#/registry?registry=111122223333%2Fus-east-1'
 */
export function linkTo(page: string, parameters: Parameters = {}): string {
  return `#/${page}${queryText(parameters)}`;
}

/** Parameters as a query, those that are not given left out. */
export function queryText(parameters: Parameters): string {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  return given.length === 0 ? '' : `?${String(new URLSearchParams(given))}`;
}

/** The place that a fragment names; the first page if it names none. */
export function placeOf(fragment: string): Place {
  const [, page = '', query = ''] = /^#?\/?([a-z]*)\??(.*)$/.exec(fragment) ?? [];
  return { page, parameters: Object.fromEntries(new URLSearchParams(query)) };
}

import type { Gap, Path } from './reader.js';

/** A part of a registry that may be absent, and may be forbidden to read. */
export interface Part {
  readonly path: Path;
  /** What is read, for people: `the policy of app`. */
  readonly what: string;
  /** The name of the exception that says that there is none of it. */
  readonly absence?: string;
}

/**
 * What a call answers, or undefined if there is none of it, or if it may not be read.
 *
 * @param call of the SDK
 * @param part what is read
 * @param onGap called with what may not be read
 * @throws what the SDK throws otherwise
 */
export async function readOptional<T>(
  call: Promise<T>,
  { path, what, absence }: Part,
  onGap: (gap: Gap) => void,
): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    const { name, message } = error as Error;
    if (name === absence) return undefined;
    if (name !== 'AccessDeniedException') throw error;
    onGap({ path, line: `${what} may not be read: ${message}` });
    return undefined;
  }
}

/** The items of all pages, or undefined if they may not be read. @param onPage told how many there are so far */
export async function readPages<P, T>(
  pages: AsyncIterable<P>,
  itemsOf: (page: P) => readonly T[] | undefined,
  part: Part,
  onGap: (gap: Gap) => void,
  onPage: (count: number) => void = () => undefined,
): Promise<readonly T[] | undefined> {
  const all = async (): Promise<readonly T[]> => {
    const items: T[] = [];
    for await (const page of pages) {
      items.push(...(itemsOf(page) ?? []));
      onPage(items.length);
    }
    return items;
  };
  return readOptional(all(), part, onGap);
}

/** A policy or lifecycle document, from its text. */
export function documentOf(text: string): object {
  return JSON.parse(text) as object;
}

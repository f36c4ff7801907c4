import { shown } from './arguments.js';
import { isAsymmetric } from './asymmetric.js';
import { FakeEcrError } from './misuse.js';
import { nearest } from './nearest.js';

/** What a pattern can hold at one place: named members, entries of a list, one of a few strings, or anything. */
export type Vocabulary =
  | { readonly kind: 'members'; readonly names: readonly string[]; of(name: string): Vocabulary }
  | { readonly kind: 'list'; readonly each: Vocabulary }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'anything' };

export const ANYTHING: Vocabulary = { kind: 'anything' };

/** Members, each with its own vocabulary. */
export function members(all: Readonly<Record<string, Vocabulary>>): Vocabulary {
  return { kind: 'members', names: Object.keys(all), of: (name) => all[name] as Vocabulary };
}

/** One of a few strings. */
export function words(...all: readonly string[]): Vocabulary {
  return { kind: 'words', words: all };
}

/**
 * Refuses a pattern that can never match, because a member or a value in it is misspelt: negated it would always
 * pass. Asymmetric matchers and regular expressions are accepted as they are, but the contents of `objectContaining`
 * and the like are checked, too.
 *
 * @param who for example `toHaveEmitted()`
 * @param place the path within the pattern, for messages; empty at its top
 * @throws FakeEcrError that names what is misspelt, and the nearest known name
 */
export function requireWords(pattern: unknown, vocabulary: Vocabulary, who: string, place = ''): void {
  if (isAsymmetric(pattern)) {
    // Unlike a string, of which `stringContaining` may hold a part.
    const { sample, inverse } = pattern as { sample?: unknown; inverse?: unknown };
    if (typeof sample === 'object' && !(sample instanceof RegExp) && inverse !== true) {
      requireWords(sample, vocabulary, who, place);
    }
    return;
  }
  if (pattern === undefined || pattern === null || pattern instanceof RegExp) return;
  switch (vocabulary.kind) {
    case 'words':
      if (typeof pattern === 'string') requireWord(pattern, vocabulary.words, `${who} was given`, place);
      break;
    case 'list':
      if (Array.isArray(pattern)) {
        for (const one of pattern) requireWords(one, vocabulary.each, who, `${place}[]`);
      }
      break;
    case 'members':
      if (typeof pattern !== 'object' || Array.isArray(pattern)) break;
      for (const [name, member] of Object.entries(pattern)) {
        if (!vocabulary.names.includes(name)) {
          const where = place === '' ? 'the option' : `${place} with the member`;
          refuse(`${who} was given ${where} '${name}'`, name, vocabulary.names);
        }
        requireWords(member, vocabulary.of(name), who, place === '' ? name : `${place}.${name}`);
      }
      break;
    case 'anything':
  }
}

function requireWord(text: string, all: readonly string[], given: string, place: string): void {
  if (all.includes(text)) return;
  refuse(`${given} ${place === '' ? '' : `${place}: `}${shown(text)}`, text, all);
}

/** How many names a message lists; the nearest is picked from all. */
const MOST_LISTED = 12;

function refuse(happened: string, text: string, all: readonly string[]): never {
  const rest = all.length > MOST_LISTED ? `, and ${all.length - MOST_LISTED} more` : '';
  const listed = `There ${all.length === 1 ? 'is' : 'are'} ${all.slice(0, MOST_LISTED).join(', ')}${rest}.`;
  throw new FakeEcrError(`${happened}.`, `${listed}${meant(text, all)}`);
}

/** ` Did you mean 'this'?` if a name is similar enough. */
export function meant(text: unknown, all: readonly string[]): string {
  const near = typeof text === 'string' ? nearest(text, all) : undefined;
  return near === undefined ? '' : ` Did you mean '${near}'?`;
}

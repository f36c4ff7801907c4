/**
 * Matches a whole text against `*` (any run) and `?` (one character), in practice in linear time: no backtracking
 * regex. A backslash makes the next character literal; {@link literal} escapes texts that way.
 */
export function globMatches(pattern: string, text: string, ignoreCase = false): boolean {
  const p = ignoreCase ? pattern.toLowerCase() : pattern;
  const t = ignoreCase ? text.toLowerCase() : text;
  let at = 0;
  let star = -1;
  let retry = 0;
  let index = 0;
  while (index < t.length) {
    const isEscaped = p[at] === '\\';
    if (p[at] === '*') {
      star = at;
      at += 1;
      retry = index;
    } else if (at < p.length && (isEscaped ? p[at + 1] === t[index] : p[at] === '?' || p[at] === t[index])) {
      at += isEscaped ? 2 : 1;
      index += 1;
    } else if (star !== -1) {
      at = star + 1;
      retry += 1;
      index = retry;
    } else {
      return false;
    }
  }
  while (p[at] === '*') at += 1;
  return at === p.length;
}

/** A pattern that matches exactly this text. */
export function literal(text: string): string {
  return text.replace(/[\\*?]/g, '\\$&');
}

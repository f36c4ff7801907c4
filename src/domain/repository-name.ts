/** The grammar of repository names, also used inside image references [observed]. */
export const REPOSITORY_NAME_PATTERN =
  '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*';

const WHOLE = new RegExp(`^${REPOSITORY_NAME_PATTERN}$`);

export function isRepositoryName(name: unknown): name is string {
  return typeof name === 'string' && name.length >= 2 && name.length <= 256 && WHOLE.test(name);
}

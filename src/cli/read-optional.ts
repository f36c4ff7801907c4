/**
 * What a call answers, or undefined if there is none of it, or where it may not be read.
 *
 * @param call of the SDK
 * @param what is read, for people
 * @param onGap told what may not be read
 * @param absence the name of the exception that says that there is none of it
 * @throws what the SDK throws otherwise
 */
export async function readOptional<T>(
  call: Promise<T>,
  what: string,
  onGap: (line: string) => void,
  absence?: string,
): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    const { name, message } = error as Error;
    if (name === absence) return undefined;
    if (name !== 'AccessDeniedException') throw error;
    onGap(`${what} may not be read: ${message}`);
    return undefined;
  }
}

/** A policy or lifecycle document, from its text. */
export function documentOf(text: string): object {
  return JSON.parse(text) as object;
}

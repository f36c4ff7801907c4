/** What a call was refused with: the class and the text, after making sure that it was refused. */
export async function refusal(call: Promise<unknown>): Promise<{ name: string; message: string }> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error as Error,
  );
  if (outcome === undefined) throw new Error('the call was accepted');
  return { name: outcome.name, message: outcome.message };
}

/** An answer without what every answer has. */
export function body<T extends { $metadata: unknown }>({ $metadata: _, ...rest }: T): Omit<T, '$metadata'> {
  return rest;
}

/** How long a token is good for, in milliseconds [docs]. */
export const TOKEN_LIFETIME = 12 * 60 * 60 * 1000;

/**
 * A token as `docker login` takes it: base64 of `AWS:<password>`, the password itself base64 of a JSON text
 * without a further colon [observed]. It opens nothing.
 *
 * @param secret hexadecimal digits that tell one token from another
 * @param expiresAt epoch milliseconds
 */
export function authorizationToken(secret: string, expiresAt: number): string {
  const password = base64(
    JSON.stringify({
      payload: base64(`fake-ecr:${secret}`),
      datakey: base64(secret),
      version: '2',
      type: 'DATA_KEY',
      expiration: Math.floor(expiresAt / 1000),
    }),
  );
  return base64(`AWS:${password}`);
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

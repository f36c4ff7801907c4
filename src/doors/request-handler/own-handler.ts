/** Marks handlers of any copy of this package, so that the door over `send` does not answer their clients. */
export const OWN_HANDLER = Symbol.for('fake-ecr.request-handler');

/** Whether a client's request handler is a fake's. */
export function isEcrRequestHandler(handler: unknown): boolean {
  return typeof handler === 'object' && handler !== null && OWN_HANDLER in handler;
}

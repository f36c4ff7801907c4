import type { OperationName } from './facts.js';

/** Expressions that the live service checks though its model does not have them, by the name of the shape [observed]. */
export const livePatterns: Readonly<Record<string, string>> = {
  ImageTag: '[a-zA-Z0-9-_.]+',
  ImageDigest: '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+',
};

/** Operations that answer such a wrong tag or digest with a row of `failures`, and carry on [observed]. */
export const patternsAnsweredByFailures: ReadonlySet<OperationName> = new Set<OperationName>([
  'BatchGetImage',
  'BatchDeleteImage',
]);

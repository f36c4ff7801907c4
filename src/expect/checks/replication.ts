import { refusedPushes, replicationVerdict } from '../../ecr/replication/explain/likely-sources.js';
import type { Witness } from '../../ecr/witness.js';
import { parseImageReference } from '../../world/images/image-reference.js';
import type { Registry } from '../../world/registry.js';
import type { Check } from '../check.js';
import { unknownImage, unknownRepository } from '../known-names.js';

/** Whether the image is in the destination by replication. */
export function checkReplicated(
  witness: Witness,
  image: string,
  destination: Registry,
  source?: Registry,
): Check {
  const verdict = replicationVerdict(witness, image, destination, source);
  return {
    pass: verdict.isReplicated,
    witness,
    about: parseImageReference(image),
    found: verdict.isReplicated,
    expected: `${image} replicated to ${destination.key}`,
    received: verdict.outcome === 'never' ? 'never: no replication of it was started' : verdict.outcome,
    reasons: [
      ...verdict.reasons.flatMap((reason) => [reason.text, ...reason.details.map((detail) => `  ${detail}`)]),
      ...(verdict.outcome === 'never' ? refusedPushes(witness, image) : []),
    ],
    unknown: () => {
      const { repositoryName, tag, digest } = parseImageReference(image);
      if (source === destination) {
        return {
          what: `a replication from ${destination.key} to itself`,
          advice: 'Expected the registry of a replica.',
        };
      }
      return unknownRepository(witness, repositoryName) ?? unknownImage(witness, repositoryName, tag, digest);
    },
  };
}

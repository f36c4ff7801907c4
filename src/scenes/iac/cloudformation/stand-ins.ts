import { createHash } from 'node:crypto';
import { partitionOf } from '../../../aws/regions.js';
import type { Environment } from './environment.js';

/** Texts that stand for what only AWS knows: the same in every run. */
export class StandIns {
  readonly #texts = new Set<string>();

  constructor(private readonly environment: Environment) {}

  /** What stands for an attribute of a resource of another service: an ARN where one is meant. */
  make(id: string, type: string, attribute: string): string {
    const { account, region, stackName } = this.environment;
    // Keys are known by ids of their own form, and nothing else would be accepted.
    const name = type === 'AWS::KMS::Key' ? keyIdFor(`${stackName} ${id}`) : `fake-${stackName}-${id}`;
    const [, service = 'fake', kind = 'resource'] = type.toLowerCase().split('::');
    const text = attribute.endsWith('Arn')
      ? `arn:${partitionOf(region).id}:${service}:${region}:${account}:${kind}/${name}`
      : attribute === 'Ref'
        ? name
        : `${name}-${attribute}`;
    this.#texts.add(text);
    return text;
  }

  /** Whether a text holds something that was made up. */
  isIn(text: string): boolean {
    for (const one of this.#texts) if (text.includes(one)) return true;
    return false;
  }
}

/** An id of the form that KMS gives its keys; the same for the same name. */
function keyIdFor(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

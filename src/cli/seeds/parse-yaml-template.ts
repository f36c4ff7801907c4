import { FakeEcrError } from '../../lib/misuse.js';
import { cloudFormationTags } from '../../scenes/iac/cloudformation/yaml-tags.js';

/**
 * A CloudFormation template in YAML, read by the library `yaml`, an optional peer.
 *
 * @throws FakeEcrError if the library is not installed, or the text is malformed
 */
export async function parseYamlTemplate(text: string, path: string): Promise<object> {
  const { parse } = await import('yaml').catch(explainMissing(path));
  let value: unknown;
  try {
    value = parse(text, { customTags: [...cloudFormationTags] });
  } catch (error) {
    throw new FakeEcrError(`The seed ${path} is not YAML: ${(error as Error).message.trim()}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new FakeEcrError(`The seed ${path} holds no object.`, 'Expected a CloudFormation template.');
}

function explainMissing(path: string): (error: unknown) => never {
  return (error) => {
    const { code } = (error ?? {}) as { code?: unknown };
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error;
    throw new FakeEcrError(
      `The seed ${path} is YAML, and the library yaml, which reads it, is not installed here.`,
      'Install it: npm install --save-dev yaml.',
    );
  };
}

import { FakeEcrError } from '../../../lib/misuse.js';
import { asText, member } from '../read-json.js';
import type { Resolver } from './resolver.js';
import type { StackState } from './stack-state.js';

/** The outputs of a stack, and what it exports; one that can't be known is refused when it is read. */
export function planOutputs(resolver: Resolver): Pick<StackState, 'outputs' | 'exports' | 'unknownOutputs'> {
  const { template } = resolver;
  const place = { source: template.source, id: '' };
  const outputs: [string, string][] = [];
  const exports: [string, string][] = [];
  const unknownOutputs: [string, string][] = [];
  for (const [name, output] of Object.entries(template.outputs)) {
    const steps = ['Outputs', name];
    const condition = member(output, 'Condition');
    if (typeof condition === 'string' && !resolver.conditions.of(condition, place, steps)) continue;
    try {
      const value = asText(resolver.resolve(member(output, 'Value'), place, [...steps, 'Value']));
      outputs.push([name, value]);
      const exported = member(member(output, 'Export'), 'Name');
      if (exported === undefined) continue;
      exports.push([asText(resolver.resolve(exported, place, [...steps, 'Export', 'Name'])), value]);
    } catch (error) {
      if (!(error instanceof FakeEcrError)) throw error;
      unknownOutputs.push([name, error.message]);
    }
  }
  return {
    outputs: Object.fromEntries(outputs),
    exports: Object.fromEntries(exports),
    unknownOutputs: Object.fromEntries(unknownOutputs),
  };
}

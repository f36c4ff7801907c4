import { type JsonRecord, asText, member, recordOf } from '../read-json.js';
import { refuse } from '../refuse.js';
import type { Environment } from './environment.js';
import type { Position } from './position.js';
import type { StandIns } from './stand-ins.js';
import type { Template } from './template.js';

/**
 * The value of a parameter: the one that was given, or its default.
 *
 * @returns a list of texts if the parameter is a list
 * @throws FakeEcrError if there is none, or the parameter's own rules refuse it
 */
export function parameterValue(
  name: string,
  template: Template,
  environment: Environment,
  standIns: StandIns,
  at: Position,
): string | readonly string[] {
  const declared = recordOf(template.parameters, name);
  const type = asText(declared['Type'] ?? 'String');
  const isList = type.startsWith('List<') || type === 'CommaDelimitedList';
  const given = member(environment.parameters, name);
  if (given === undefined && type.startsWith('AWS::SSM::Parameter::Value')) {
    environment.use.read('values', name);
    const value = member(environment.values, name);
    // The default is the name of a parameter of SSM, and not its value [docs].
    return value === undefined ? standIns.make(name, '', `ssm-${name}`) : asText(value);
  }
  const value = given ?? declared['Default'];
  if (value === undefined) {
    throw refuse(
      at.place,
      at.written,
      `the parameter ${name} has no value.`,
      `Pass parameters: { ${name}: '…' }.`,
    );
  }
  const place = { source: template.source, id: '' };
  const steps = ['Parameters', name];
  if (Array.isArray(value) && !isList) {
    throw refuse(place, steps, `is a list, and its type is ${type}.`, 'Pass a text.');
  }
  const values = Array.isArray(value)
    ? value.map(asText)
    : isList
      ? asText(value).split(/\s*,\s*/)
      : [asText(value)];
  for (const one of values) {
    const problem = faultOf(one, declared, type);
    if (problem !== undefined) throw refuse(place, steps, `is '${one}', ${problem}.`);
  }
  return isList ? values : (values[0] ?? '');
}

/** What a parameter's own rules say of a value. */
function faultOf(value: string, declared: JsonRecord, type: string): string | undefined {
  const { AllowedValues: allowed, AllowedPattern: pattern } = declared;
  if (Array.isArray(allowed)) {
    const texts = allowed.map(asText);
    if (!texts.includes(value)) return `expected one of ${texts.join(', ')}`;
  }
  if (typeof pattern === 'string') {
    const expression = expressionOf(pattern);
    if (expression === undefined) return `and its AllowedPattern ${pattern} is not a regular expression`;
    if (!expression.test(value)) return `expected the pattern ${pattern}`;
  }
  const limit = (name: string) => (declared[name] === undefined ? undefined : Number(asText(declared[name])));
  const [shortest, longest, least, most] = ['MinLength', 'MaxLength', 'MinValue', 'MaxValue'].map(limit);
  if (shortest !== undefined && value.length < shortest) return `shorter than ${shortest}`;
  if (longest !== undefined && value.length > longest) return `longer than ${longest}`;
  if (!type.includes('Number')) return undefined;
  if (value.trim() === '' || Number.isNaN(Number(value))) return 'expected a number';
  if (least !== undefined && Number(value) < least) return `less than ${least}`;
  if (most !== undefined && Number(value) > most) return `more than ${most}`;
  return undefined;
}

/** The whole value has to match [docs]. */
function expressionOf(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return undefined;
  }
}

/**
 * Writes src/api/generated from the facts of the API: run `npm run generate:api-facts`.
 *
 * The facts are an input of this tool only; what is shipped is their compact form. The notation of a shape is
 * read by src/api/shape.ts.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FACTS = 'tools/facts/ecr-api-model.json';
const TARGET = 'src/api/generated';
const HEADER = [
  `// Generated from ${FACTS} by \`npm run generate:api-facts\`. Do not edit.`,
  '// Facts of the Amazon ECR API 2015-09-21: names, structure and constraints.',
  '',
].join('\n');

interface FactShape {
  readonly type: string;
  readonly members?: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
  readonly member?: string;
  readonly key?: string;
  readonly value?: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly error?: string;
}

interface FactOperation {
  readonly input: string;
  readonly output: string;
  readonly errors: readonly string[];
}

export interface Facts {
  readonly operations: Readonly<Record<string, FactOperation>>;
  readonly shapes: Readonly<Record<string, FactShape>>;
}

export function readFacts(root: string): Facts {
  return JSON.parse(readFileSync(join(root, FACTS), 'utf8')) as Facts;
}

/** The generated files, by their path from the project's root. */
export function generateApiFacts(facts: Facts): Readonly<Record<string, string>> {
  return {
    [`${TARGET}/operations.ts`]: operationsFile(facts),
    [`${TARGET}/shapes.ts`]: shapesFile(facts),
  };
}

function operationsFile({ operations, shapes }: Facts): string {
  const lines = Object.entries(operations).map(([name, operation]) => {
    demand(operation.input === `${name}Request`, `${name} has an input of its own name`);
    demand(operation.output === `${name}Response`, `${name} has an output of its own name`);
    return `  ${name}: ${literal(operation.errors.map(withoutSuffix).join(' '))},`;
  });
  const errors = Object.keys(shapes).filter((name) => shapes[name]?.error !== undefined);
  return [
    HEADER,
    '/** The name of an operation of the ECR API. @public */',
    'export type OperationName =',
    ...Object.keys(operations).map(
      (name, index, all) => `  | ${literal(name)}${index === all.length - 1 ? ';' : ''}`,
    ),
    '',
    '/** The errors of each operation, without their suffix `Exception`. */',
    'export const operationFacts: Readonly<Record<OperationName, string>> = {',
    ...lines,
    '};',
    '',
    'export const errorNames = [',
    ...errors.map((name) => `  ${literal(name)},`),
    '] as const;',
    '',
  ].join('\n');
}

function withoutSuffix(error: string): string {
  demand(error.endsWith('Exception'), `${error} ends in Exception`);
  return error.slice(0, -'Exception'.length);
}

function shapesFile(facts: Facts): string {
  const reached = reachableShapes(facts);
  const lines = Object.entries(facts.shapes)
    .filter(([name]) => reached.has(name))
    .map(([name, shape]) => `  ${name}: ${literal(notation(name, shape))},`);
  return [HEADER, 'export const shapes: Readonly<Record<string, string>> = {', ...lines, '};', ''].join('\n');
}

/** What an operation takes or gives; the shapes of errors are not among them. */
function reachableShapes({ operations, shapes }: Facts): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    const shape = shapes[name];
    demand(shape !== undefined, `${name} is a shape`);
    demand(!path.includes(name), `${name} does not contain itself`);
    if (shape === undefined || reached.has(name)) return;
    reached.add(name);
    const inner = [...Object.values(shape.members ?? {}), shape.member, shape.key, shape.value];
    for (const next of inner) if (next !== undefined) visit(next, [...path, name]);
  };
  for (const { input, output } of Object.values(operations)) {
    visit(input, []);
    visit(output, []);
  }
  return reached;
}

function notation(name: string, shape: FactShape): string {
  switch (shape.type) {
    case 'structure': {
      const members = Object.entries(shape.members ?? {}).map(
        ([member, target]) => `${member}${shape.required?.includes(member) ? '!' : ''}:${target}`,
      );
      return `{${members.join(' ')}}`;
    }
    case 'list':
      return `[${shape.member}]${range(shape)}`;
    case 'map':
      return `<${shape.key} ${shape.value}>`;
    default: {
      const values = shape.enum ?? [];
      demand(!values.some((value) => /[|\s~]/.test(value)), `${name} has values without | and blanks`);
      const choice = values.length === 0 ? '' : ` =${values.join('|')}`;
      const pattern = shape.pattern === undefined ? '' : ` ~${shape.pattern}`;
      return `${shape.type}${range(shape)}${choice}${pattern}`;
    }
  }
}

function range({ min, max }: FactShape): string {
  return min === undefined && max === undefined ? '' : ` ${min ?? ''}..${max ?? ''}`;
}

function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function demand(condition: boolean, expectation: string): void {
  if (!condition) throw new Error(`Expected of ${FACTS}: ${expectation}.`);
}

function main(): void {
  const root = process.cwd();
  mkdirSync(join(root, TARGET), { recursive: true });
  for (const [path, text] of Object.entries(generateApiFacts(readFacts(root)))) {
    writeFileSync(join(root, path), text);
  }
}

if (/generate-api-facts\.[cm]?[jt]s$/.test(process.argv[1] ?? '')) main();

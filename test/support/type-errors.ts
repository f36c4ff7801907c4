import { join } from 'node:path';
import ts from 'typescript';
import type { PrintedFiles } from './printed-suite.js';

const ROOT = join(__dirname, '../..');
const src = (name: string) => [join(ROOT, 'src', `${name}.ts`)];

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: ['node', 'jest'],
  paths: {
    'fake-ecr': src('index'),
    ...Object.fromEntries(
      ['jest', 'vitest', 'http', 'sts', 'iac'].map((name) => [`fake-ecr/${name}`, src(name)]),
    ),
  },
};

/** What the compiler says of printed suites; nothing if they are right. Each suite is a folder of its own. */
export function typeErrors(suites: readonly PrintedFiles[]): string[] {
  const files = new Map<string, string>();
  const folders = new Set<string>();
  suites.forEach((suite, index) => {
    const folder = join(ROOT, 'test', `printed-${index}`);
    folders.add(folder);
    for (const [name, text] of suite) {
      if (!name.endsWith('.ts')) continue;
      // Modules name the files that they import.
      const withEndings = text.replace(/from '(\.\/[^']+)'/g, "from '$1.js'");
      files.set(join(folder, name), withEndings);
    }
  });
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  const readFile = host.readFile.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.directoryExists = (path) => folders.has(path) || ts.sys.directoryExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.getSourceFile = (path, ...rest) => {
    const text = files.get(path);
    return text === undefined
      ? getSourceFile(path, ...rest)
      : ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  });
}

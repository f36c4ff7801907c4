/**
 * Makes the parts of the built package load each other when they should (tools/parts.ts). The compiler has each of them require
 * all it uses at its beginning; here
 *
 * - a part becomes a function of all parts, in `parts.cjs`, so that it is given those that are loaded already;
 * - an earlier part is asked for at the beginning, `require_base`, and a later one where it is used, `require_report()`;
 * - what a thin entry hands on becomes a function that loads the part that has it.
 *
 * No line is moved, so source maps stay right.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './packed-package.js';
import { PARTS, THIN_ENTRIES } from './parts.js';

const DIST = join(ROOT, 'dist');
const NAMES = PARTS.map(({ name }) => name);
const [BASE = ''] = NAMES;

/** How the compiler requires another file of the package. */
const REQUIRE = /^(?:const (require_\w+) = )?require\(['"]\.\/([\w-]+)\.cjs['"]\);$/gm;

for (const file of readdirSync(DIST).filter((name) => name.endsWith('.cjs'))) {
  const name = file.slice(0, -'.cjs'.length);
  const path = join(DIST, file);
  const linked = link(name, readFileSync(path, 'utf8'));
  writeFileSync(path, NAMES.includes(name) ? asFunction(linked) : linked);
}
writeFileSync(join(DIST, 'parts.cjs'), partsFile());
loadAll();

/** Whether a file may wait for a part until it is used. */
function waitsFor(part: string, name: string): boolean {
  const thin = THIN_ENTRIES[name];
  if (thin !== undefined) return part !== BASE && !thin.includes(part);
  return NAMES.includes(name) && NAMES.indexOf(part) > NAMES.indexOf(name);
}

function link(name: string, text: string): string {
  const later = new Set<string>();
  let usesParts = false;
  const isPart = NAMES.includes(name);
  const wanted = (part: string) => `require_parts['${part}']()`;
  let linked = text.replace(REQUIRE, (line, variable: string | undefined, part: string) => {
    if (!NAMES.includes(part)) return line;
    // The first such line also fetches the parts, unless they are handed in.
    const first = usesParts || isPart ? '' : "const require_parts = require('./parts.cjs'); ";
    usesParts = true;
    if (variable === undefined) return `${first}${wanted(part)};`;
    if (!waitsFor(part, name)) return `${first}const ${variable} = ${wanted(part)};`;
    later.add(variable);
    return `${first}const ${variable} = require_parts['${part}'];`;
  });
  const atOnce = (THIN_ENTRIES[name] ?? []).map((part) => `${wanted(part)};`).join(' ');
  if (atOnce !== '') linked = linked.replace("require('./parts.cjs');", (fetched) => `${fetched} ${atOnce}`);
  return callsLater(name, linked, later);
}

/** Asks for later parts where they are used. @throws if that is while the file itself is loaded */
function callsLater(name: string, text: string, later: ReadonlySet<string>): string {
  const edits: { readonly from: number; readonly to: number; readonly text: string }[] = [];
  const visit = (node: ts.Node, isLoading: boolean): void => {
    if (ts.isIdentifier(node) && later.has(node.text) && !ts.isVariableDeclaration(node.parent)) {
      if (isLoading)
        throw new Error(`${name}.cjs uses ${node.text} while it is loaded: ${node.parent.getText()}`);
      // Without parentheses, `new` would take the function for the class.
      const called = isInCallee(node) ? `(${node.text}())` : `${node.text}()`;
      edits.push({ from: node.getStart(), to: node.end, text: called });
    }
    const handedOn = isLoading ? handedOnBy(node) : undefined;
    if (handedOn !== undefined && later.has(handedOn.part)) {
      const { part, member, value } = handedOn;
      const text = `function ${member}(...args) { return ${part}().${member}(...args); }`;
      edits.push({ from: value.getStart(), to: value.end, text });
      return;
    }
    ts.forEachChild(node, (child) => visit(child, isLoading && !runsLater(child)));
  };
  visit(ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS), true);
  let edited = text;
  for (const edit of edits.reverse()) edited = edited.slice(0, edit.from) + edit.text + edited.slice(edit.to);
  return edited;
}

/** `exports.image = require_engine.image` */
function handedOnBy(node: ts.Node): { part: string; member: string; value: ts.Expression } | undefined {
  if (!ts.isBinaryExpression(node) || !ts.isPropertyAccessExpression(node.left)) return undefined;
  const { left, right: value } = node;
  if (left.expression.getText() !== 'exports' || !ts.isPropertyAccessExpression(value)) return undefined;
  return { part: value.expression.getText(), member: value.name.text, value };
}

/** Whether what is constructed by `new` begins with a node. */
function isInCallee(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) return isInCallee(parent);
  return ts.isNewExpression(parent) && parent.expression === node;
}

/** Whether a node runs when something is called, not when the file is loaded. */
function runsLater(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return true;
  const { parent } = node;
  if (!ts.isPropertyDeclaration(parent) || parent.initializer !== node) return false;
  return !ts.getModifiers(parent)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
}

/** In parentheses, which tells V8 that it is called at once: its body is not parsed twice. */
function asFunction(text: string): string {
  const [code, map = ''] = text.split(/\n(?=\/\/# sourceMappingURL=)/);
  return `module.exports = (function (require_parts) { const exports = {}; ${code}\nreturn exports; });\n${map}`;
}

function partsFile(): string {
  const lines = NAMES.map(
    (name) => `\t'${name}': () => (loaded['${name}'] ??= require('./${name}.cjs')(parts)),`,
  );
  return [
    '// The parts of this package, each loaded when it is first asked for. A part is a function of all of them: so it works with',
    '// those that are loaded already, also if a test runner has emptied its registry of modules since.',
    'const loaded = {};',
    'const parts = {',
    ...lines,
    '};',
    'module.exports = parts;',
    '',
  ].join('\n');
}

/** A part that asks for a later one while it is loaded, or an entry that hands on a class, is found here. */
function loadAll(): void {
  const require = createRequire(import.meta.url);
  const parts = require(join(DIST, 'parts.cjs')) as Record<string, () => Record<string, unknown>>;
  for (const load of Object.values(parts)) load();
  for (const entry of Object.keys(THIN_ENTRIES)) {
    const text = readFileSync(join(DIST, `${entry}.cjs`), 'utf8');
    for (const [, part = '', member = ''] of text.matchAll(
      /return require_(\w+)\(\)\.(\w+)\(\.\.\.args\)/g,
    )) {
      const name = NAMES.find((one) => one.replaceAll('-', '_') === part) ?? part;
      const handed = parts[name]?.()[member];
      if (typeof handed !== 'function' || /^class\b/.test(String(handed))) {
        throw new Error(`${entry} hands on ${member}, which is not a plain function; export its type`);
      }
    }
  }
}

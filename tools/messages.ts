/** Every message that begins with [fake-ecr], read from the source. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

/** Where a message comes from, as a user would say it; the first folder that matches. */
const ROOMS: readonly (readonly [folder: string, title: string])[] = [
  ['cli', 'The command line'],
  ['console', 'The console'],
  ['verify', 'Verifying'],
  ['scenes/iac', 'Infrastructure as code'],
  ['fake/iac', 'Infrastructure as code'],
  ['scenes', 'Seeds and scenes'],
  ['snapshot', 'Snapshots'],
  ['expect', 'Assertions and matchers'],
  ['handles', 'Handles and fixtures'],
  ['doors/network-guard', 'Calls that would reach AWS'],
  ['doors/client-mock', 'Attaching to the SDK'],
  ['doors', 'Doors'],
  ['service', 'Faults, time and calls'],
  ['fake', 'Options and controls'],
  ['', 'Names, images and others'],
];

/** A message with an ellipsis for what depends on the case. */
interface Message {
  readonly room: string;
  readonly text: string;
}

/** @returns the messages of the source, without doubles, in the order of rooms and texts */
export function messages(root: string): Message[] {
  const src = join(root, 'src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const found = new Map<string, Message>();
  for (const file of files.sort()) {
    const path = join(src, file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes('new FakeEcrError(')) continue;
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
    const room = (ROOMS.find(([folder]) => relative(src, path).startsWith(folder)) ?? ['', ''])[1];
    const visit = (node: ts.Node): void => {
      if (ts.isNewExpression(node) && node.expression.getText() === 'FakeEcrError') {
        const said = (node.arguments ?? [])
          .map(rendered)
          .filter((part) => part !== '')
          .join(' ');
        // A message that is put together elsewhere has no text here.
        if (/[a-z]{3}/.test(said)) found.set(`${room} ${said}`, { room, text: said });
      }
      node.forEachChild(visit);
    };
    visit(source);
  }
  const rank = (room: string) => ROOMS.findIndex(([, title]) => title === room);
  return [...found.values()].sort((a, b) => rank(a.room) - rank(b.room) || (a.text < b.text ? -1 : 1));
}

/** Text as it is printed; an ellipsis for what is only known then. */
function rendered(node: ts.Node): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  }
  if (ts.isParenthesizedExpression(node)) return rendered(node.expression);
  if (ts.isConditionalExpression(node)) {
    return [node.whenTrue, node.whenFalse]
      .map(rendered)
      .filter((part) => part !== '')
      .join(' | ');
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return rendered(node.left) + rendered(node.right);
  }
  return '…';
}

const MARK = '<!-- Every message, written by npm run generate:messages -->';

/** The page with its list of messages made anew; what stands before the mark is written by hand. */
export function troubleshootingPage(root: string): string {
  const page = readFileSync(join(root, 'docs/troubleshooting.md'), 'utf8');
  const byHand = page.slice(0, page.indexOf(MARK));
  if (!page.includes(MARK)) throw new Error(`docs/troubleshooting.md has lost the line ${MARK}`);
  const said = messages(root);
  const rooms = [...new Set(said.map(({ room }) => room))].map((room) => {
    const texts = said.filter((message) => message.room === room).map(({ text }) => text);
    return `### ${room}\n\n\`\`\`text\n${texts.join('\n\n')}\n\`\`\``;
  });
  return `${byHand}${MARK}\n\n${rooms.join('\n\n')}\n`;
}

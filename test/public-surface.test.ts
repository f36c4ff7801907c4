/** What users see: the names of the entries with their documentation, and what is on the objects they hold. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ECRClient } from '@aws-sdk/client-ecr';
import ts from 'typescript';
import { fakeEcr } from '../src/index.js';
import { matchers } from '../src/matchers.js';
import { fakeEcrWorld } from '../src/request-handler.js';
import { fakeSts } from '../src/sts.js';
import { docExamples } from './support/doc-examples.js';
import { SOURCE } from './support/scene.js';

const ROOT = join(__dirname, '..');
const SRC = join(ROOT, 'src');
const ENTRIES = ['index', 'matchers', 'request-handler', 'http', 'sts', 'iac'];

interface Name {
  readonly entry: string;
  readonly name: string;
  /** The file that declares it. */
  readonly file: string;
  readonly isDeprecated: boolean;
}

const sources = new Map<string, ts.SourceFile>();

function parsed(file: string): ts.SourceFile {
  const source =
    sources.get(file) ?? ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
  sources.set(file, source);
  return source;
}

function namesOf(entry: string): readonly Name[] {
  const file = join(SRC, `${entry}.ts`);
  return parsed(file).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.exportClause === undefined) return [];
    if (!ts.isNamedExports(statement.exportClause) || statement.moduleSpecifier === undefined) return [];
    const from = (statement.moduleSpecifier as ts.StringLiteral).text.replace(/\.js$/, '.ts');
    return statement.exportClause.elements.map((element) => ({
      entry,
      name: element.name.text,
      file: join(dirname(file), from),
      isDeprecated: element.propertyName !== undefined,
    }));
  });
}

const names = ENTRIES.flatMap(namesOf);
const current = names.filter(({ isDeprecated }) => !isDeprecated);
/** The types of members and parameters, which only the reference has. */
const nested = namesOf('fake/nested-types');
const roots = current.filter(({ entry }) => entry === 'index').map(({ name }) => name);

function declarationsOf({ file, name }: Name): readonly ts.Declaration[] {
  return parsed(file).statements.flatMap((statement): ts.Declaration[] => {
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.filter((one) => one.name.getText() === name);
    }
    const declared = statement as unknown as ts.DeclarationStatement;
    return declared.name?.getText() === name ? [declared] : [];
  });
}

function docOf(node: ts.Node): string {
  return ts
    .getJSDocCommentsAndTags(node)
    .map((one) => one.getText())
    .join('\n');
}

const isInternal = (node: ts.Node) => docOf(node).includes('@internal');

function isHidden(member: ts.ClassElement | ts.TypeElement): boolean {
  const flags = ts.getCombinedModifierFlags(member);
  return (
    (flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0 ||
    (member.name !== undefined &&
      (ts.isPrivateIdentifier(member.name) || ts.isComputedPropertyName(member.name))) ||
    isInternal(member)
  );
}

/** The members that users see of a class or an interface. */
function membersOf(declaration: ts.Declaration): readonly (ts.ClassElement | ts.TypeElement)[] {
  if (ts.isInterfaceDeclaration(declaration)) return declaration.members.filter((one) => !isHidden(one));
  if (!ts.isClassDeclaration(declaration)) return [];
  return declaration.members.filter((one) => !ts.isConstructorDeclaration(one) && !isHidden(one));
}

/** What implements overloads, and what sets what is read, is documented beside it. */
function isDocumentedElsewhere(node: ts.Node): boolean {
  if (ts.isSetAccessor(node)) return true;
  if (!(ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) || node.body === undefined)
    return false;
  const siblings: readonly ts.Node[] = ts.isSourceFile(node.parent)
    ? node.parent.statements
    : (node.parent as ts.ClassDeclaration).members;
  const before = siblings[siblings.indexOf(node) - 1];
  return (
    before !== undefined &&
    (ts.isFunctionDeclaration(before) || ts.isMethodDeclaration(before)) &&
    before.body === undefined &&
    before.name?.getText() === node.name?.getText()
  );
}

/** The parts of what is exported: the declaration itself, and what is on it. */
const partsOf = (of: readonly Name[]) =>
  of
    .flatMap((name) =>
      declarationsOf(name).flatMap((declaration) => [
        { label: name.name, node: declaration },
        ...membersOf(declaration).map((member) => ({
          label: `${name.name}.${member.name?.getText() ?? '()'}`,
          node: member,
        })),
      ]),
    )
    .filter(({ node }) => !isDocumentedElsewhere(node));
const parts = partsOf(current);

function parametersOf(node: ts.Node): readonly string[] {
  const typed = ts.isVariableDeclaration(node) ? node.type : node;
  if (typed === undefined || !('parameters' in typed)) return [];
  const { parameters } = typed as ts.SignatureDeclaration;
  return parameters.map(({ name }) => name.getText()).filter((name) => /^\w+$/.test(name));
}

test('each name is exported where it is declared', () => {
  expect(current.filter((name) => declarationsOf(name).length === 0)).toEqual([]);
});

test('the root has fewer than 80 names, and former ones say what to use', () => {
  expect(roots.length).toBeLessThan(80);
  const former = names.filter(({ isDeprecated }) => isDeprecated).map(({ name }) => name);
  expect(former).toEqual([
    'MisuseError',
    'AccessQuestionFixture',
    'Who',
    'ScanFindingsFixture',
    'RepositoryFixture',
    'Place',
    'Ration',
  ]);
  const index = readFileSync(join(SRC, 'index.ts'), 'utf8');
  for (const name of former)
    expect(index).toMatch(new RegExp(`@deprecated Use \\{@link \\w+\\}. \\*/\\n  \\w+ as ${name}`));
});

test('types for the reference alone are exported by no entry', () => {
  expect(nested.length).toBeGreaterThan(50);
  expect(nested.filter(({ name }) => current.some((one) => one.name === name))).toEqual([]);
});

test('each name has a docstring and is marked as public', () => {
  const bare = current.filter((name) => !declarationsOf(name).some((one) => docOf(one).includes('@public')));
  expect(bare.map(({ entry, name }) => `${entry}: ${name}`)).toEqual([]);
});

test('each member that users see has a docstring', () => {
  const bare = [...parts, ...partsOf(nested)].filter(({ node }) => docOf(node) === '');
  expect(bare.map(({ label }) => label)).toEqual([]);
});

test('each parameter is described', () => {
  const missing = parts.flatMap(({ label, node }) =>
    parametersOf(node)
      .filter((name) => !new RegExp(`@param ${name}\\b`).test(docOf(node)))
      .map((name) => `${label}(${name})`),
  );
  expect(missing).toEqual([]);
});

test('each function, and each method with parameters, has an example and says what it throws', () => {
  const callable = parts.filter(({ node }) => parametersOf(node).length > 0 && !ts.isMethodSignature(node));
  const silent = callable.filter(({ node }) => !/@example/.test(docOf(node)) || !/@throws/.test(docOf(node)));
  expect(callable.length).toBeGreaterThan(60);
  expect(silent.map(({ label }) => label)).toEqual([]);
});

test('the page on assertions has each matcher, and each function with its opposite', () => {
  const page = readFileSync(join(ROOT, 'docs/assertions.md'), 'utf8');
  const functions = roots.filter((name) => name.startsWith('expect'));
  for (const name of [...Object.keys(matchers), ...functions])
    expect(page).toMatch(new RegExp(`\\b${name}\\(`));
});

test('each name is used in a document or an example', () => {
  const documents = [
    'README.md',
    ...filesBelow('docs').filter(
      (file) => !/^docs\/(reference|decisions)\/|fidelity|troubleshooting/.test(file),
    ),
    ...filesBelow('examples'),
  ].map((file) => readFileSync(join(ROOT, file), 'utf8'));
  const text = [...documents, ...docExamples(ROOT).map(({ code }) => code)].join('\n');
  const isUsed = (name: string) => {
    const isCalled = /^[a-z]/.test(name) && !CONSTANTS.has(name);
    return new RegExp(isCalled ? `\\b${name}\\(` : `\\b${name}\\b`).test(text);
  };
  expect(current.filter(({ name }) => !isUsed(name)).map(({ entry, name }) => `${entry}: ${name}`)).toEqual(
    [],
  );
});

/** Written in small letters like functions, and not called. */
const CONSTANTS = new Set(['matchers', 'cloudFormationTags']);

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(path);
    return /\.(md|[cm]?[jt]s)$/.test(entry.name) ? [path] : [];
  });
}

/** The names on an object and its prototypes. Symbols are not shown by runners and editors. */
function shown(object: object): readonly string[] {
  const found = new Set(Object.keys(object));
  for (
    let prototype = Object.getPrototypeOf(object) as object;
    prototype !== Object.prototype;
    prototype = Object.getPrototypeOf(prototype) as object
  ) {
    for (const name of Object.getOwnPropertyNames(prototype)) found.add(name);
  }
  found.delete('constructor');
  return [...found].sort();
}

const WORLD = [
  'account',
  'baseline',
  'calls',
  'clock',
  'credentials',
  'delay',
  'delayReplication',
  'door',
  'events',
  'eventsDelivered',
  'expectReplicated',
  'explain',
  'explainAccess',
  'explainLifecycle',
  'fail',
  'failReplication',
  'failWork',
  'forgetBaseline',
  'inspect',
  'load',
  'onEvent',
  'organization',
  'outage',
  'pending',
  'pendingReplications',
  'registry',
  'report',
  'requestHandler',
  'reset',
  'runLifecycle',
  'seed',
  'setDurations',
  'settle',
  'snapshot',
  'stallReplication',
  'timeline',
  'topology',
  'unused',
  'upstream',
];

describe('nothing internal shows at run time', () => {
  const ecr = fakeEcr({ onUnused: 'ignore' });
  const sts = fakeSts(ecr);
  afterAll(() => {
    sts.restore();
    ecr.restore();
  });
  const registry = ecr.registry(SOURCE, 'us-west-2').createRepository('payments').push('payments:v1');
  const repository = registry.repository('payments');
  repository.setLifecyclePolicy({
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
        action: { type: 'expire' },
      },
    ],
  });
  const principal = ecr.principal(`arn:aws:iam::${SOURCE}:role/ci`);
  const objects: readonly (readonly [string, object, readonly string[]])[] = [
    ['a fake', ecr, [...WORLD, 'attach', 'bind', 'client', 'mock', 'principal', 'restore'].sort()],
    ['a world', fakeEcrWorld(), WORLD],
    [
      'an account',
      ecr.account(SOURCE),
      ['disableRegion', 'enableRegion', 'id', 'isRegionEnabled', 'serviceLinkedRoles'],
    ],
    [
      'a registry',
      registry,
      [
        'accountId',
        'allowReplicationFrom',
        'createRepository',
        'key',
        'push',
        'region',
        'replicateTo',
        'repository',
        'setKmsKey',
        'setPolicy',
        'setScanFindings',
        'setScanning',
      ],
    ],
    [
      'a repository',
      repository,
      [
        'archive',
        'exists',
        'images',
        'key',
        'lifecycleRuns',
        'name',
        'push',
        'registry',
        'remove',
        'setLifecyclePolicy',
        'setPolicy',
        'setScanFindings',
        'setTagMutability',
        'tags',
      ],
    ],
    ['an upstream', ecr.upstream('docker-hub'), ['fail', 'push', 'recover', 'requests', 'url']],
    ['a principal', principal, ['caller', 'client', 'credentials']],
    ['the clock', ecr.clock, ['advance', 'now']],
    ['the door', ecr.door, ['corrupt', 'drop', 'expireTokens', 'fail', 'range', 'slow', 'staleUrls']],
    ['how often', ecr.fail('PutImage').with('ThrottlingException'), ['always', 'once', 'times']],
    ['an outage', ecr.outage('eu-west-1'), ['end']],
    ['a timeline', ecr.timeline(), ['entries', 'latest', 'length', 'toString']],
    ['a topology', ecr.topology(), ['mermaid', 'toString']],
    [
      'a verdict on a replication',
      ecr.explain('payments:v1', ecr.registry(SOURCE, 'eu-west-1')),
      ['isReplicated', 'outcome', 'question', 'reasons', 'text', 'toString'],
    ],
    [
      'a verdict on access',
      ecr.explainAccess({ principal, action: 'ecr:PutImage', repository }),
      ['allowed', 'decidedBy', 'notAsked', 'question', 'reason', 'statements', 'text', 'toString', 'without'],
    ],
    ['a report of a lifecycle policy', ecr.explainLifecycle(repository), ['rows', 'text', 'toString']],
    ['a fake STS', sts, ['answer', 'attach', 'mock', 'policy', 'reset', 'restore', 'role']],
    [
      'a request handler',
      ecr.requestHandler(),
      ['destroy', 'handle', 'httpHandlerConfigs', 'metadata', 'updateHttpClientConfig'],
    ],
  ];

  test.each(objects)('on %s', (_what, object, expected) => {
    expect(shown(object)).toEqual(expected);
  });

  test('on a client that a fake makes, there is nothing that a real one lacks', () => {
    const real = new ECRClient({
      region: 'us-west-2',
      credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    });
    const more = shown(ecr.client(SOURCE, 'us-west-2')).filter((name) => !shown(real).includes(name));
    expect(more).toEqual([]);
  });

  test('on the classes of handles', () => {
    for (const [, object] of objects) {
      if (object.constructor === Object) continue;
      const own = Object.getOwnPropertyNames(object.constructor);
      expect(own.filter((name) => !['length', 'name', 'prototype'].includes(name))).toEqual([]);
    }
  });
});

import { type Outcome, invalidParameter } from '../../aws/failure.js';
import { type Condition, isKnownOperator } from './conditions.js';

export type PolicyKind = 'repository' | 'registry' | 'identity' | 'trust';

/** One statement; single values become lists. */
export interface PolicyStatement {
  /** 1 for the first. */
  readonly index: number;
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly principals: PrincipalElement | undefined;
  readonly notPrincipals: PrincipalElement | undefined;
  readonly actions: readonly string[] | undefined;
  readonly notActions: readonly string[] | undefined;
  readonly resources: readonly string[] | undefined;
  readonly notResources: readonly string[] | undefined;
  readonly conditions: readonly Condition[];
}

export interface PrincipalElement {
  /** `"*"`: everyone. */
  readonly anyone: boolean;
  readonly aws: readonly string[];
  readonly services: readonly string[];
  readonly federated: readonly string[];
  readonly canonicalUsers: readonly string[];
}

export interface PolicyDocument {
  readonly kind: PolicyKind;
  readonly version: string;
  readonly statements: readonly PolicyStatement[];
  /** Whether any statement is a Deny. */
  readonly mayDeny: boolean;
  /** As the service prints it. */
  readonly text: string;
}

/** An error in a document, with its place. */
export interface PolicyFault {
  /** For example `$.Statement[0].Principal`. */
  readonly path: string;
  readonly problem: string;
}

/** The service's refusals do not say what is wrong [observed]. */
const REFUSALS: Record<PolicyKind, string> = {
  repository: 'Invalid repository policy provided',
  registry: 'Invalid registry policy provided',
  identity: 'Invalid identity policy provided',
  trust: 'Invalid trust policy provided',
};

const TOP = new Set(['Version', 'Id', 'Statement']);
const ELEMENTS = new Set(
  'Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition'.split(' '),
);
const PRINCIPAL_TYPES = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);
const AWS_PRINCIPAL =
  /^(\*|\d{12}|arn:aws[a-z-]*:(iam::\d{12}:(root|(user|role|federated-user)\/[\w+=,.@/-]+)|sts::\d{12}:(assumed-role|federated-user)\/[\w+=,.@/-]+)|A(IDA|ROA)[A-Z0-9]{12,})$/;

export function parsePolicy(text: string, kind: PolicyKind): Outcome<PolicyDocument> {
  const { document, faults } = read(text, kind);
  if (document === undefined || faults.length > 0) return invalidParameter('PolicyText', REFUSALS[kind]);
  return document;
}

/** Everything that is wrong with a text, for messages to the test. */
export function policyFaults(text: string, kind: PolicyKind): readonly PolicyFault[] {
  return read(text, kind).faults;
}

function read(text: string, kind: PolicyKind): { document?: PolicyDocument; faults: PolicyFault[] } {
  const faults: PolicyFault[] = [];
  const fault = (path: string, problem: string) => faults.push({ path, problem });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    fault('$', 'is not JSON');
    return { faults };
  }
  if (!isRecord(json)) {
    fault('$', 'is not an object');
    return { faults };
  }
  for (const key of Object.keys(json)) if (!TOP.has(key)) fault(`$.${key}`, 'is not an element of a policy');
  if (json['Id'] !== undefined && typeof json['Id'] !== 'string') fault('$.Id', 'must be a string');
  const version = json['Version'] ?? '2008-10-17';
  if (version !== '2008-10-17' && version !== '2012-10-17')
    fault('$.Version', 'must be 2008-10-17 or 2012-10-17');
  const given = json['Statement'];
  const list: readonly unknown[] = Array.isArray(given) ? given : given === undefined ? [] : [given];
  if (list.length === 0) fault('$.Statement', 'must have at least one statement');
  const statements = list.flatMap((entry, at) => {
    const path = Array.isArray(given) ? `$.Statement[${at}]` : '$.Statement';
    return readStatement(entry, { path, index: at + 1 }, kind, fault) ?? [];
  });
  if (faults.length > 0) return { faults };
  const mayDeny = statements.some(({ effect }) => effect === 'Deny');
  const document = { kind, version: version as string, statements, mayDeny, text: printPolicy(text) };
  return { document, faults };
}

type Report = (path: string, problem: string) => void;

function readStatement(
  entry: unknown,
  { path, index }: { readonly path: string; readonly index: number },
  kind: PolicyKind,
  fault: Report,
): PolicyStatement | undefined {
  if (!isRecord(entry)) {
    fault(path, 'is not an object');
    return undefined;
  }
  for (const key of Object.keys(entry))
    if (!ELEMENTS.has(key)) fault(`${path}.${key}`, 'is not an element of a statement');
  const { Sid: sid, Effect: effect } = entry;
  if (sid !== undefined && typeof sid !== 'string') fault(`${path}.Sid`, 'must be a string');
  if (effect !== 'Allow' && effect !== 'Deny') fault(`${path}.Effect`, 'must be Allow or Deny');
  const needsPrincipal = kind === 'repository' || kind === 'registry' || kind === 'trust';
  const exactlyOne = (a: string, b: string, required: boolean) => {
    const count = Number(entry[a] !== undefined) + Number(entry[b] !== undefined);
    if (count === 2 || (required && count === 0))
      fault(path, `must have ${required ? 'exactly' : 'at most'} one of ${a} and ${b}`);
  };
  exactlyOne('Principal', 'NotPrincipal', needsPrincipal);
  exactlyOne('Action', 'NotAction', true);
  exactlyOne('Resource', 'NotResource', kind === 'registry' || kind === 'identity');
  const forbid = (problem: string, ...names: readonly string[]) => {
    for (const name of names) if (entry[name] !== undefined) fault(`${path}.${name}`, problem);
  };
  if (!needsPrincipal)
    forbid('must be absent: the principal is the one that has the policy', 'Principal', 'NotPrincipal');
  if (kind === 'trust') forbid('must be absent: the role is the resource', 'Resource', 'NotResource');
  const strings = (name: string) => readStrings(entry[name], `${path}.${name}`, fault);
  const actions = readEach(entry['Action'], `${path}.Action`, fault, isAction, 'is not an action');
  const notActions = readEach(entry['NotAction'], `${path}.NotAction`, fault, isAction, 'is not an action');
  return {
    index,
    sid: sid as string | undefined,
    effect: effect as 'Allow' | 'Deny',
    principals: readPrincipal(entry['Principal'], `${path}.Principal`, fault),
    notPrincipals: readPrincipal(entry['NotPrincipal'], `${path}.NotPrincipal`, fault),
    actions,
    notActions,
    resources: strings('Resource'),
    notResources: strings('NotResource'),
    conditions: readConditions(entry['Condition'], `${path}.Condition`, fault),
  };
}

function readPrincipal(value: unknown, path: string, fault: Report): PrincipalElement | undefined {
  if (value === undefined) return undefined;
  if (value === '*') return { anyone: true, aws: [], services: [], federated: [], canonicalUsers: [] };
  if (!isRecord(value) || Object.keys(value).length === 0) {
    fault(path, 'must be "*" or an object such as {"AWS": "111122223333"}');
    return undefined;
  }
  for (const type of Object.keys(value))
    if (!PRINCIPAL_TYPES.has(type)) fault(`${path}.${type}`, 'is not a type of principal');
  const isPrincipal = (text: string) => AWS_PRINCIPAL.test(text);
  const aws = readEach(value['AWS'], `${path}.AWS`, fault, isPrincipal, 'is not a principal') ?? [];
  const others = (type: string) => readStrings(value[type], `${path}.${type}`, fault) ?? [];
  return {
    anyone: aws.includes('*'),
    aws,
    services: others('Service'),
    federated: others('Federated'),
    canonicalUsers: others('CanonicalUser'),
  };
}

function isAction(text: string): boolean {
  return text === '*' || /^[a-z0-9-]+:[\w*?]+$/i.test(text);
}

/** Checks a string or each string of a list; those of a list are named by their position. */
function readEach(
  value: unknown,
  path: string,
  fault: Report,
  isRight: (text: string) => boolean,
  problem: string,
): readonly string[] | undefined {
  const texts = readStrings(value, path, fault);
  for (const [at, text] of (texts ?? []).entries()) {
    if (!isRight(text)) fault(Array.isArray(value) ? `${path}[${at}]` : path, `'${text}' ${problem}`);
  }
  return texts;
}

function readStrings(value: unknown, path: string, fault: Report): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0 || list.some((entry) => typeof entry !== 'string')) {
    fault(path, 'must be a string or a list of strings');
    return undefined;
  }
  return list as string[];
}

function readConditions(value: unknown, path: string, fault: Report): readonly Condition[] {
  if (value === undefined) return [];
  if (!isRecord(value)) {
    fault(path, 'must be an object');
    return [];
  }
  const conditions: Condition[] = [];
  for (const [operator, keys] of Object.entries(value)) {
    if (!isKnownOperator(operator)) fault(`${path}.${operator}`, 'is not a condition operator');
    if (!isRecord(keys)) {
      fault(`${path}.${operator}`, 'must be an object');
      continue;
    }
    for (const [key, wanted] of Object.entries(keys)) {
      const list: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
      if (list.some((one) => !['string', 'number', 'boolean'].includes(typeof one))) {
        fault(`${path}.${operator}.${key}`, 'must be a string or a list of strings');
      }
      conditions.push({ operator, key, values: list.map(String) });
    }
  }
  return conditions;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/**
 * Formats a JSON text as the service does: indented by two spaces, spaces around colons, lists on one line
 * [observed].
 */
export function printPolicy(text: string): string {
  return print(JSON.parse(text), 0);
}

function print(value: unknown, depth: number): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? '[ ]' : `[ ${value.map((entry) => print(entry, depth)).join(', ')} ]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return '{ }';
  const indent = '  '.repeat(depth + 1);
  const lines = entries.map(
    ([key, member]) => `${indent}${JSON.stringify(key)} : ${print(member, depth + 1)}`,
  );
  return `{\n${lines.join(',\n')}\n${'  '.repeat(depth)}}`;
}

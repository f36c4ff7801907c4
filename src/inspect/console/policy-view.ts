import { isFailure } from '../../aws/failure.js';
import {
  type PolicyKind,
  type PolicyStatement,
  type PrincipalElement,
  parsePolicy,
} from '../../iam/policy/document.js';
import { clipped, oneLine } from '../format.js';
import type { PolicyView, StatementView } from './shapes.js';

const LONGEST_TEXT = 20_000;
const LONGEST_LIST = 500;
const MOST_STATEMENTS = 100;

/** A policy as people read it: its statements in words, and its text. Undefined if there is none. */
export function policyView(text: string | undefined, kind: PolicyKind): PolicyView | undefined {
  if (text === undefined) return undefined;
  const document = parsePolicy(text, kind);
  const statements = isFailure(document) ? [] : document.statements;
  return { text: indentedJson(text), statements: statements.slice(0, MOST_STATEMENTS).map(statementView) };
}

/** A JSON text with line breaks, cut if it is long; any other text as it is. */
export function indentedJson(text: string, longest = LONGEST_TEXT): string {
  try {
    return clipped(JSON.stringify(JSON.parse(text), null, 2), longest);
  } catch {
    return clipped(text, longest);
  }
}

function statementView(statement: PolicyStatement): StatementView {
  const { index, sid, effect, principals, notPrincipals, conditions } = statement;
  const resources = listed(statement.resources, statement.notResources);
  return {
    name: sid ?? `#${index}`,
    effect,
    who:
      principals === undefined
        ? `everybody but ${namesOf(notPrincipals as PrincipalElement)}`
        : namesOf(principals),
    actions: listed(statement.actions, statement.notActions) ?? '',
    ...(resources === undefined ? {} : { resources }),
    conditions: conditions.map(({ operator, key, values }) =>
      clipped(oneLine(`${operator} ${key}: ${values.join(', ')}`), LONGEST_LIST),
    ),
  };
}

function namesOf({ anyone, aws, services, federated, canonicalUsers }: PrincipalElement): string {
  if (anyone) return 'everybody';
  return clipped(oneLine([...aws, ...services, ...federated, ...canonicalUsers].join(', ')), LONGEST_LIST);
}

function listed(
  these: readonly string[] | undefined,
  notThese: readonly string[] | undefined,
): string | undefined {
  if (these !== undefined) return clipped(oneLine(these.join(', ')), LONGEST_LIST);
  return notThese && clipped(oneLine(`all but ${notThese.join(', ')}`), LONGEST_LIST);
}

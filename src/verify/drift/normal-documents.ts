import { isFailure } from '../../aws/failure.js';
import { actionNamed } from '../../ecr/access/actions.js';
import {
  type PolicyKind,
  type PolicyStatement,
  type PrincipalElement,
  parsePolicy,
} from '../../iam/policy/document.js';
import { type Branch, type Json, type Tree, Unordered } from './tree.js';

/**
 * A policy in its normal form: statements without an order, single values as lists, accounts as their digits,
 * names of actions as ECR writes them. A document that is not a valid policy is compared as it is.
 */
export function normalPolicy(document: object, kind: PolicyKind): Tree {
  const parsed = parsePolicy(JSON.stringify(document), kind);
  if (isFailure(parsed)) return normalJson(document as Json);
  const { version, statements } = parsed;
  return {
    Version: version,
    Statement: new Unordered(statements.map((one) => ({ name: one.sid, value: normalStatement(one) }))),
  };
}

function normalStatement(statement: PolicyStatement): Branch {
  const { sid, effect, principals, notPrincipals, actions, notActions, resources, notResources } = statement;
  const conditions: Record<string, Record<string, Tree>> = {};
  for (const { operator, key, values } of statement.conditions) {
    (conditions[operator.toLowerCase()] ??= {})[key.toLowerCase()] = sorted(values);
  }
  return {
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: effect,
    ...(principals === undefined ? {} : { Principal: normalPrincipal(principals) }),
    ...(notPrincipals === undefined ? {} : { NotPrincipal: normalPrincipal(notPrincipals) }),
    ...(actions === undefined ? {} : { Action: sorted(actions.map(normalAction)) }),
    ...(notActions === undefined ? {} : { NotAction: sorted(notActions.map(normalAction)) }),
    ...(resources === undefined ? {} : { Resource: sorted(resources) }),
    ...(notResources === undefined ? {} : { NotResource: sorted(notResources) }),
    ...(Object.keys(conditions).length === 0 ? {} : { Condition: conditions }),
  };
}

/** The root of an account stands for the account, and so do its digits alone [docs]. */
function normalPrincipal({ anyone, aws, services, federated, canonicalUsers }: PrincipalElement): Branch {
  const accounts = aws.map((one) => /^arn:[a-z-]+:iam::(\d{12}):root$/.exec(one)?.[1] ?? one);
  return {
    ...(anyone ? { AWS: ['*'] } : accounts.length === 0 ? {} : { AWS: sorted(accounts) }),
    ...(services.length === 0 ? {} : { Service: sorted(services) }),
    ...(federated.length === 0 ? {} : { Federated: sorted(federated) }),
    ...(canonicalUsers.length === 0 ? {} : { CanonicalUser: sorted(canonicalUsers) }),
  };
}

/** Names of actions have no case [docs]. */
function normalAction(name: string): string {
  return actionNamed(name)?.name ?? name.toLowerCase();
}

function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

/** A lifecycle policy: rules by their priorities. */
export function normalLifecyclePolicy(document: object): Tree {
  const { rules } = document as { readonly rules?: unknown };
  if (!Array.isArray(rules)) return normalJson(document as Json);
  return Object.fromEntries(
    (rules as { readonly rulePriority?: number; readonly description?: string }[]).map(
      ({ rulePriority, description, ...rest }) => [
        `rule ${rulePriority}`,
        normalJson({ ...rest, ...(description ? { description } : {}) }),
      ],
    ),
  );
}

/** Data: members by name; lists as sets, since the order of lists has no meaning in ECR's documents. */
function normalJson(value: Json): Tree {
  if (Array.isArray(value))
    return new Unordered(value.map((one) => ({ name: undefined, value: normalJson(one as Json) })));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Record<string, Json>).map(([name, one]) => [name, normalJson(one)]),
  );
}

import { type Outcome, isFailure } from '../../aws/failure.js';
import type { Caller } from '../caller.js';
import { type PolicyDocument, type PolicyKind, parsePolicy } from './document.js';

const MOST_REMEMBERED = 1000;
/** By kind, then by text, so that a lookup needs no combined key. */
const remembered = new Map<PolicyKind, Map<string, PolicyDocument>>();

/** How an accepted policy text is stored: formatted by the service, or as it was sent. */
export type PolicyPrinting = 'reprinted' | 'echoed';

/** Checks a policy text as the service does, and returns the text to store. */
export function acceptPolicy(text: string, kind: PolicyKind, printing: PolicyPrinting): Outcome<string> {
  const document = policyOf(text, kind) ?? parsePolicy(text, kind);
  if (isFailure(document)) return document;
  return printing === 'reprinted' ? document.text : text;
}

/** The document of a stored text. Each text is parsed once, since every call is checked against it. */
export function policyOf(text: string | undefined, kind: PolicyKind): PolicyDocument | undefined {
  if (text === undefined) return undefined;
  let documents = remembered.get(kind);
  if (documents === undefined) remembered.set(kind, (documents = new Map<string, PolicyDocument>()));
  const known = documents.get(text);
  if (known !== undefined) return known;
  const document = parsePolicy(text, kind);
  if (isFailure(document)) return undefined;
  if (documents.size >= MOST_REMEMBERED) documents.clear();
  documents.set(text, document);
  return document;
}

/** The policies of a caller; absent ones do not restrict. */
export function policiesOf({ identityPolicies, sessionPolicies }: Caller): {
  readonly identityPolicies?: readonly PolicyDocument[];
  readonly sessionPolicies?: readonly PolicyDocument[];
} {
  const documents = (texts: readonly string[]) => texts.flatMap((text) => policyOf(text, 'identity') ?? []);
  return {
    ...(identityPolicies === undefined ? {} : { identityPolicies: documents(identityPolicies) }),
    ...(sessionPolicies === undefined ? {} : { sessionPolicies: documents(sessionPolicies) }),
  };
}

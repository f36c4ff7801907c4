import type { ReplicationRule, Route } from '../../world/configuration/replication-configuration.js';
import type { Registry } from '../../world/registry.js';
import { ruleSteps, writtenReplication, writtenTemplate } from '../../world/written-documents.js';
import type { WrittenOrigin } from '../../world/written-origin.js';
import { placeLines, placeOf } from '../../world/written-origins.js';

/** So many filters of a rule are told by their places. */
const MOST_PLACES = 10;

/** Where the filters of a rule are written. @param rule its number, from 1 */
export function filterLines(
  source: Registry,
  rule: number,
  { prefixes = [] }: ReplicationRule,
): readonly string[] {
  const written = writtenReplication(source);
  // Somebody who replaced the document is told once.
  if (written?.since !== undefined) return placeLines(written);
  return prefixes
    .slice(0, MOST_PLACES)
    .flatMap((_, filter) => placeLines(written, ruleSteps(written, rule, filter)));
}

/** Where the filter is written that comes nearest to a name. */
export function nearestFilter(
  source: Registry,
  rule: number,
  { prefixes = [] }: ReplicationRule,
  repositoryName: string,
): WrittenOrigin | undefined {
  const common = prefixes.map((prefix) => commonLength(prefix, repositoryName));
  const written = writtenReplication(source);
  return placeOf(written, ruleSteps(written, rule, Math.max(0, common.indexOf(Math.max(...common)))));
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** Where the rule is written that sends something, or the filter of it that matched. */
export function routeOrigin(source: Registry, route: Route | undefined): WrittenOrigin | undefined {
  const written = writtenReplication(source);
  return route === undefined ? undefined : placeOf(written, stepsTo(source, route));
}

export function routeLines(source: Registry, route: Route | undefined): readonly string[] {
  return route === undefined ? [] : placeLines(writtenReplication(source), stepsTo(source, route));
}

function stepsTo(source: Registry, { rule, prefix }: Route) {
  const filter = source.replication.rules[rule - 1]?.prefixes?.indexOf(prefix ?? '') ?? -1;
  return ruleSteps(writtenReplication(source), rule, filter === -1 ? undefined : filter);
}

/** Where a creation template is written. */
export function templateOrigin(destination: Registry, prefix: string | undefined): WrittenOrigin | undefined {
  return prefix === undefined ? undefined : placeOf(writtenTemplate(destination, prefix));
}

export function templateLines(destination: Registry, prefix: string | undefined): readonly string[] {
  return prefix === undefined ? [] : placeLines(writtenTemplate(destination, prefix));
}

/** As a member of a decision, where there is one. */
export function originMember(origin: WrittenOrigin | undefined): { readonly origin?: WrittenOrigin } {
  return origin === undefined ? {} : { origin };
}

/** Lines that belong to the one before. */
export function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

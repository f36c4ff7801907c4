import type { ReplicationRule, Route } from '../../world/configuration/replication-configuration.js';
import type { Registry } from '../../world/registry.js';
import {
  ruleSteps,
  settingSteps,
  writtenReplication,
  writtenRepository,
  writtenTemplate,
} from '../../world/written-documents.js';
import type { WrittenOrigin } from '../../world/written-origin.js';
import { placeLines, placeOf } from '../../world/written-origins.js';

/** How many filters of a rule are listed with their places. */
const MOST_PLACES = 10;

/** Where the filters of a rule are declared. @param rule its number, from 1 */
export function filterLines(
  source: Registry,
  rule: number,
  { prefixes = [] }: ReplicationRule,
): readonly string[] {
  const written = writtenReplication(source);
  // The caller that replaced the document is mentioned once.
  if (written?.since !== undefined) return placeLines(written);
  return prefixes
    .slice(0, MOST_PLACES)
    .flatMap((_, filter) => placeLines(written, ruleSteps(written, rule, filter)));
}

/** Where the filter that is most similar to a name is declared. */
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

/** Where the rule is declared that sends something, or its filter that matched. */
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

/** Where a creation template is declared. */
export function templateOrigin(destination: Registry, prefix: string | undefined): WrittenOrigin | undefined {
  return prefix === undefined ? undefined : placeOf(writtenTemplate(destination, prefix));
}

export function templateLines(destination: Registry, prefix: string | undefined): readonly string[] {
  return prefix === undefined ? [] : placeLines(writtenTemplate(destination, prefix));
}

const MUTABILITY = { cloudformation: 'ImageTagMutability', terraform: 'image_tag_mutability' };

/** Where it is written that tags of a repository do not move: at the repository, or the template that made it. */
export function mutabilityPlace(
  destination: Registry,
  repositoryName: string,
  template: string | undefined,
): { readonly lines: readonly string[]; readonly origin: WrittenOrigin | undefined } {
  const written =
    writtenRepository(destination, repositoryName) ??
    (template === undefined ? undefined : writtenTemplate(destination, template));
  const steps = settingSteps(written, MUTABILITY);
  return { lines: placeLines(written, steps), origin: placeOf(written, steps) };
}

/** As a member of a decision, if there is one. */
export function originMember(origin: WrittenOrigin | undefined): { readonly origin?: WrittenOrigin } {
  return origin === undefined ? {} : { origin };
}

/** Lines that belong to the line before. */
export function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

import { isRecord } from '../read-json.js';
import { refuse } from '../refuse.js';
import type { Template, TemplateResource } from './template.js';

/** So many resources may wait for one another in a row, which is far from a stack overflow. */
const LONGEST = 1000;

/**
 * The resources of a template, each after those that it names; ties in the order of the template.
 *
 * @throws FakeEcrError if they are in a circle, or DependsOn names none
 */
export function dependencyOrder({ resources, source }: Template): readonly TemplateResource[] {
  const ordered: TemplateResource[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (resource: TemplateResource): void => {
    const { id } = resource;
    if (done.has(id)) return;
    if (path.includes(id)) {
      const circle = [...path.slice(path.indexOf(id)), id].join(' → ');
      throw refuse({ source, id }, [], `is in a circle: ${circle}.`);
    }
    if (path.length === LONGEST) {
      throw refuse(
        { source, id },
        [],
        `is one of more than ${LONGEST} resources that wait for one another in a row.`,
      );
    }
    path.push(id);
    for (const name of resource.dependsOn) {
      if (!Object.hasOwn(resources, name)) {
        throw refuse({ source, id }, ['DependsOn'], `names ${name}, which does not exist.`);
      }
    }
    const named = new Set(resource.dependsOn);
    namesIn(resource.properties, named);
    for (const name of named) {
      const other = Object.hasOwn(resources, name) ? resources[name] : undefined;
      if (other !== undefined && name !== id) visit(other);
      else if (name === id) throw refuse({ source, id }, [], `is in a circle: ${id} → ${id}.`);
    }
    path.pop();
    done.add(id);
    ordered.push(resource);
  };
  for (const resource of Object.values(resources)) visit(resource);
  return ordered;
}

/** Everything that Ref, Fn::GetAtt and Fn::Sub name, in any branch. */
function namesIn(value: unknown, names: Set<string>): void {
  if (Array.isArray(value)) {
    for (const entry of value) namesIn(entry, names);
    return;
  }
  if (!isRecord(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    const first: unknown = Array.isArray(inner) ? inner[0] : inner;
    if (typeof first === 'string') {
      if (key === 'Ref') names.add(first);
      if (key === 'Fn::GetAtt') names.add(first.split('.')[0] ?? '');
      if (key === 'Fn::Sub') {
        for (const [, name = ''] of first.matchAll(/\$\{\s*([^!}.\s]+)[^}]*\}/g)) names.add(name);
      }
    }
    namesIn(inner, names);
  }
}

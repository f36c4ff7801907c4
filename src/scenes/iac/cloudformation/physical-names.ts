import { createHash } from 'node:crypto';
import type { Step } from '../../../world/written-origin.js';
import { asText } from '../read-json.js';
import type { PlannedResource } from '../thing.js';
import { knownType } from './property-types.js';
import type { StackIdentity } from './stack-state.js';
import type { TemplateResource } from './template.js';

const NAME_PROPERTIES = new Map([
  ['AWS::ECR::Repository', 'RepositoryName'],
  ['AWS::IAM::Role', 'RoleName'],
  ['AWS::IAM::User', 'UserName'],
  ['AWS::IAM::Group', 'GroupName'],
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
]);

/** The property by which a resource of a type can be given a name; undefined if there is none. */
export function nameProperty(type: string): string | undefined {
  return NAME_PROPERTIES.get(type);
}

const SUFFIX_LENGTH = 12;
/** Characters: of the name of a repository, and of a role or a user [docs]. */
const LONGEST = { repository: 256, principal: 64 };

/** The name of a resource that has none: the same in every run, another one in every Region [assumed]. */
function madeUpName(
  { account, region, stackName }: StackIdentity,
  { id, type }: Pick<TemplateResource, 'id' | 'type'>,
  generation: number,
): string {
  const hash = createHash('sha256')
    .update([account, region, stackName, id, generation].join(' '))
    .digest('hex');
  const isRepository = type === 'AWS::ECR::Repository';
  const room = (isRepository ? LONGEST.repository : LONGEST.principal) - SUFFIX_LENGTH - 1;
  const name = `${`${stackName}-${id}`.slice(0, room).replace(/-$/, '')}-${hash.slice(0, SUFFIX_LENGTH)}`;
  return isRepository ? name.toLowerCase() : name;
}

/** The names that the resources of a stack have, or get. */
export class PhysicalNames {
  readonly #names = new Map<string, string>();
  readonly #generations = new Map<string, number>();

  constructor(
    private readonly stack: StackIdentity,
    private readonly before: ReadonlyMap<string, PlannedResource>,
    private readonly resolve: (value: unknown, id: string, steps: readonly Step[]) => unknown,
  ) {}

  of(resource: TemplateResource): string {
    const { id, type, properties } = resource;
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    const property = nameProperty(type);
    const given = property === undefined ? undefined : properties[property];
    const name = given === undefined ? undefined : this.resolve(given, id, ['Properties', property ?? '']);
    const made = name === undefined ? this.#make(resource) : asText(name);
    this.#names.set(id, made);
    return made;
  }

  /** How often a resource was replaced under a made-up name. */
  generationOf(id: string): number {
    return this.#generations.get(id) ?? 0;
  }

  #make(resource: TemplateResource): string {
    const { id, type, properties } = resource;
    const before = this.before.get(id);
    let generation = before?.generation ?? 0;
    const isReplaced = (knownType(type)?.replacing ?? []).some((property) => {
      const now = this.resolve(properties[property], id, ['Properties', property]);
      return JSON.stringify(now) !== JSON.stringify(before?.properties[property]);
    });
    if (before !== undefined && isReplaced) generation += 1;
    this.#generations.set(id, generation);
    return madeUpName(this.stack, resource, generation);
  }
}

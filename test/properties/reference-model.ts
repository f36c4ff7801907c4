/**
 * ECR as a few plain records: slow, obvious, and written without the model's code. What random histories do to
 * it and to the model has to be the same.
 */
export interface Rule {
  readonly to: readonly string[];
  readonly prefix: string;
}

interface ReferenceRepository {
  mutable: boolean;
  /** Tags by digest, in the order in which they were put. */
  images: Record<string, string[]>;
}

export type Step =
  | { readonly do: 'create'; readonly at: string; readonly name: string; readonly mutable: boolean }
  | { readonly do: 'delete'; readonly at: string; readonly name: string; readonly force: boolean }
  | { readonly do: 'mutability'; readonly at: string; readonly name: string; readonly mutable: boolean }
  | {
      readonly do: 'push';
      readonly at: string;
      readonly name: string;
      readonly digest: string;
      readonly tag: string | undefined;
    }
  | { readonly do: 'untag'; readonly at: string; readonly name: string; readonly tag: string }
  | { readonly do: 'remove'; readonly at: string; readonly name: string; readonly digest: string }
  | { readonly do: 'rules'; readonly at: string; readonly rules: readonly Rule[] };

/** Registries by `<account>/<region>`. */
export class ReferenceModel {
  private readonly registries = new Map<string, Map<string, ReferenceRepository>>();
  private readonly rules = new Map<string, readonly Rule[]>();

  /** @param grants pairs `from to` that may replicate across accounts */
  constructor(private readonly grants: ReadonlySet<string>) {}

  /** Does a step; answers `ok`, or the name of the exception without its suffix. */
  step(step: Step): string {
    const registry = this.at(step.at);
    if (step.do === 'rules') {
      this.rules.set(step.at, step.rules);
      return 'ok';
    }
    const repository = registry.get(step.name);
    if (step.do === 'create') {
      if (repository !== undefined) return 'RepositoryAlreadyExists';
      registry.set(step.name, { mutable: step.mutable, images: {} });
      return 'ok';
    }
    if (repository === undefined) return 'RepositoryNotFound';
    switch (step.do) {
      case 'delete':
        if (Object.keys(repository.images).length > 0 && !step.force) return 'RepositoryNotEmpty';
        registry.delete(step.name);
        return 'ok';
      case 'mutability':
        repository.mutable = step.mutable;
        return 'ok';
      case 'push':
        return this.push(step, repository);
      case 'untag': {
        const holder = holderOf(repository, step.tag);
        if (holder === undefined) return 'ok';
        const tags = repository.images[holder] ?? [];
        if (tags.length === 1) delete repository.images[holder];
        else repository.images[holder] = tags.filter((tag) => tag !== step.tag);
        return 'ok';
      }
      case 'remove':
        delete repository.images[step.digest];
        return 'ok';
    }
  }

  /** Tags by digest, by repository, by registry; all sorted. */
  state(): Record<string, Record<string, Record<string, string[]>>> {
    const state: Record<string, Record<string, Record<string, string[]>>> = {};
    for (const [key, registry] of this.registries) {
      for (const [name, { images }] of registry) {
        const copy = Object.fromEntries(
          Object.entries(images).map(([digest, tags]) => [digest, [...tags].sort()]),
        );
        (state[key] ??= {})[name] = copy;
      }
    }
    return state;
  }

  private push(step: Step & { do: 'push' }, repository: ReferenceRepository): string {
    const { digest, tag } = step;
    const known = repository.images[digest];
    const holder = tag === undefined ? undefined : holderOf(repository, tag);
    if (known !== undefined && (tag === undefined || holder === digest)) return 'ImageAlreadyExists';
    if (holder !== undefined && !repository.mutable) return 'ImageTagAlreadyExists';
    place(repository, digest, tag);
    for (const destination of this.destinations(step.at, step.name)) {
      if (!this.lets(step.at, destination)) continue;
      const registry = this.at(destination);
      const replica = registry.get(step.name) ?? { mutable: true, images: {} };
      registry.set(step.name, replica);
      const there = tag === undefined ? undefined : holderOf(replica, tag);
      const isWithheld = there !== undefined && there !== digest && !replica.mutable;
      place(replica, digest, isWithheld ? undefined : tag);
    }
    return 'ok';
  }

  private destinations(from: string, name: string): Set<string> {
    const rules = this.rules.get(from) ?? [];
    return new Set(rules.filter((rule) => name.startsWith(rule.prefix)).flatMap((rule) => rule.to));
  }

  private lets(from: string, to: string): boolean {
    return from.split('/')[0] === to.split('/')[0] || this.grants.has(`${from} ${to}`);
  }

  private at(key: string): Map<string, ReferenceRepository> {
    let registry = this.registries.get(key);
    if (registry === undefined) this.registries.set(key, (registry = new Map<string, ReferenceRepository>()));
    return registry;
  }
}

function holderOf(repository: ReferenceRepository, tag: string): string | undefined {
  return Object.keys(repository.images).find((digest) => repository.images[digest]?.includes(tag));
}

function place(repository: ReferenceRepository, digest: string, tag: string | undefined): void {
  const tags = (repository.images[digest] ??= []);
  if (tag === undefined || tags.includes(tag)) return;
  const holder = holderOf(repository, tag);
  if (holder !== undefined) {
    repository.images[holder] = (repository.images[holder] ?? []).filter((one) => one !== tag);
  }
  tags.push(tag);
}

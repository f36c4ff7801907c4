import { applyTerraform } from '../../fake/iac/apply-terraform.js';
import { deployAll } from '../../fake/iac/deploy.js';
import type { DeployOptions } from '../../fake/iac/deploy-options.js';
import { optionsOf } from '../../fake/iac/deploy-assembly.js';
import { readAssembly } from '../../fake/iac/read-assembly.js';
import type { FakeWorld } from '../../fake/fake-world.js';
import { simulationOf } from '../../fake/simulation-of.js';
import { counted } from '../../inspect/format.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { providersOf } from '../../scenes/iac/terraform/terraform-places.js';
import { OptionUse } from '../../scenes/iac/option-use.js';
import { didYouMean } from '../../scenes/iac/refuse.js';
import { type SeedSource, recogniseSeed } from './recognise-seed.js';
import type { SeedOptions, SeedPlace } from './seed-options.js';

/** Options of the functions, which messages speak of, and those of the command line that stand for them. */
const FLAGS: Readonly<Record<string, string>> = {
  parameters: '--parameter Name=value',
  imports: '--import Name=value',
  values: "--value 'Name=value'",
  providers: '--provider aws=111122223333/us-west-2',
  unknown: "--unknown skip, or --unknown 'address.attribute=value'",
  environments: '--at Stack=111122223333/us-west-2',
};
/** These hold documents, which no option of the command line can. */
const DOCUMENTS = ['nested', 'managedPolicies'];

/** Who is told of planting. */
export interface PlantingOutput {
  /** Told what was accepted, and may not do what its author expects. */
  readonly note: (line: string) => void;
  /** Told how far it is; empty at the end. */
  readonly status?: (line: string) => void;
}

/** A seed, and the path that it was given by. */
type Given = SeedSource & { readonly path: string };

/**
 * Fills a world from files, in their order.
 *
 * @param paths what was given to `--seed`
 * @param options what templates, plans and states do not say of themselves
 * @param output who is told
 * @throws FakeEcrError if a file can't be read or is refused, or nothing reads an option
 */
export async function plantSeeds(
  world: FakeWorld,
  paths: readonly string[],
  options: SeedOptions,
  { note, status = () => undefined }: PlantingOutput,
): Promise<void> {
  const seeds: Given[] = [];
  for (const [index, path] of paths.entries()) {
    status(`reading ${path}${placeAmong(index, paths)}`);
    seeds.push({ ...(await recogniseSeed(path)), path });
  }
  requireSensible(seeds, options);
  const simulation = simulationOf(world);
  const planting = new Planting(world, options, note);
  for (const [index, seed] of seeds.entries()) {
    const doing = `loading ${seed.path}${placeAmong(index, paths)}`;
    let steps = 0;
    status(doing);
    simulation.onStep = () => status(`${doing}: ${counted((steps += 1), 'step')}`);
    try {
      planting.plant(seed);
    } finally {
      simulation.onStep = undefined;
    }
  }
  planting.requireUsed();
  status('');
}

/** Which of several files it is. */
function placeAmong(index: number, paths: readonly string[]): string {
  return paths.length === 1 ? '' : ` (${index + 1} of ${paths.length})`;
}

class Planting {
  readonly #use = new OptionUse();
  /** Stacks that were planted, by their names. */
  readonly #stacks: string[] = [];
  /** Workspaces of Terraform, likewise. */
  readonly #plans: string[] = [];
  /** Names of providers that were given, and that some plan or state has. */
  readonly #providers = new Set<string>();
  readonly #known = new Set<string>();

  constructor(
    private readonly world: FakeWorld,
    private readonly options: SeedOptions,
    private readonly note: (line: string) => void,
  ) {}

  plant(seed: Given): void {
    atCommandLine(seed.path, () => this.#plantOne(seed));
  }

  #plantOne(seed: Given): void {
    switch (seed.kind) {
      case 'snapshot':
        this.world.load(seed.value);
        return;
      case 'declaration':
        this.world.seed(seed.value);
        return;
      case 'template':
        addOnce(this.#stacks, seed.name);
        return this.#deploy([[seed.value, this.#optionsOfTemplate(seed)]]);
      case 'assembly':
        return this.#deploy(
          readAssembly(seed.folder).map((stack) => {
            addOnce(this.#stacks, stack.id);
            const given =
              this.#placeOf(stack.id) ?? (stack.place === undefined ? this.#placeOf('') : undefined);
            return [stack.template, optionsOf(stack, this.#commonOf(stack.id), given)];
          }),
        );
      case 'terraform':
        return this.#apply(seed);
    }
  }

  #deploy(templates: readonly (readonly [object, DeployOptions])[]): void {
    for (const deployed of deployAll(this.world, templates, this.#use)) {
      const { stackName, notes, ignored } = deployed;
      for (const one of notes) this.note(`${stackName}: ${one}`);
      if (ignored.length > 0) this.note(`${stackName}: left alone ${listed(ignored)}, of other services`);
    }
  }

  #apply({ value, name }: Given & { kind: 'terraform' }): void {
    const { unknown } = this.options;
    const workspace = this.#plans.length === 0 ? {} : { workspace: name };
    addOnce(this.#plans, name);
    const providers = this.#providersOf(value);
    const { notes, skipped, ignored } = applyTerraform(this.world, value, {
      providers,
      unknown,
      ...workspace,
    });
    for (const one of notes) this.note(one);
    if (skipped.length > 0)
      this.note(`${name}: left out ${listed(skipped)}, with values that are not known yet`);
    if (ignored.length > 0) this.note(`${name}: left alone ${listed(ignored)}, of other services`);
  }

  /** Those that a plan configures; all of a state is of one. */
  #providersOf(value: object): SeedOptions['providers'] {
    const names = providersOf(value);
    const its = Object.entries(this.options.providers).filter(([name]) => names.includes(name));
    for (const name of names) this.#known.add(name);
    for (const [name] of its) this.#providers.add(name);
    return Object.fromEntries(its);
  }

  #optionsOfTemplate({ name, file }: Given & { kind: 'template' }): DeployOptions {
    const place = this.#placeOf(name) ?? this.#placeOf('');
    if (place === undefined) {
      throw new FakeEcrError(
        'A template does not say its account and its Region.',
        'Pass them: --at 111122223333/us-west-2.',
      );
    }
    return { ...this.#commonOf(name), ...place, stackName: name, source: file };
  }

  #placeOf(stack: string): SeedPlace | undefined {
    const { places } = this.options;
    return Object.hasOwn(places, stack) ? places[stack] : undefined;
  }

  #commonOf(stack: string): Pick<DeployOptions, 'parameters' | 'imports' | 'values'> {
    const { imports, values } = this.options;
    const entries = Object.entries(this.options.parameters);
    const own = entries.filter(([key]) => key.startsWith(`${stack}:`));
    const parameters = Object.fromEntries([
      ...entries.filter(([key]) => !key.includes(':')),
      ...own.map(([key, value]) => [key.slice(stack.length + 1), value] as const),
    ]);
    return { parameters, imports, values };
  }

  /** @throws FakeEcrError if there is an option that no seed has read */
  requireUsed(): void {
    const { places, imports, values } = this.options;
    const parameters = Object.entries(this.options.parameters);
    const named = [
      ...Object.keys(places).filter((one) => one !== ''),
      ...parameters.flatMap(([key]) => (key.includes(':') ? [key.slice(0, key.indexOf(':'))] : [])),
    ];
    const stranger = named.find((one) => !this.#stacks.includes(one));
    if (stranger !== undefined) {
      throw new FakeEcrError(`There is no stack ${stranger}.`, didYouMean(stranger, this.#stacks));
    }
    const provider = Object.keys(this.options.providers).find((one) => !this.#providers.has(one));
    if (provider !== undefined) {
      throw new FakeEcrError(`There is no provider ${provider}.`, didYouMean(provider, [...this.#known]));
    }
    const plain = parameters.map(([key, value]) => [key.slice(key.indexOf(':') + 1), value] as const);
    const given = { parameters: Object.fromEntries(plain), imports, values, nested: {} };
    this.#use.requireRead(given, 'The seeds');
  }
}

/** What can be told before anything is planted. */
function requireSensible(seeds: readonly Given[], options: SeedOptions): void {
  const late = seeds.slice(1).find(({ kind }) => kind === 'snapshot');
  if (late !== undefined) {
    throw new FakeEcrError(
      `${late.path} is a snapshot, which replaces the world that the seeds before it have made.`,
      'Give it first.',
    );
  }
  const hasStacks = seeds.some(({ kind }) => kind === 'template' || kind === 'assembly');
  const hasPlans = seeds.some(({ kind }) => kind === 'terraform');
  const { places, parameters, imports, values, providers, unknown } = options;
  const idle = [
    ...(hasStacks
      ? []
      : ([
          ['at', places],
          ['parameter', parameters],
          ['import', imports],
          ['value', values],
        ] as const)),
    ...(hasPlans
      ? []
      : ([
          ['provider', providers],
          ['unknown', unknown],
        ] as const)),
  ].find(([, given]) => Object.keys(given).length > 0);
  if (idle === undefined) return;
  const [option] = idle;
  const reader =
    hasStacks || ['provider', 'unknown'].includes(option) ? 'plans and states of Terraform' : 'templates';
  throw new FakeEcrError(`--${option} is for ${reader}, and no seed is one.`, 'Leave it out.');
}

/** Names tell deployments apart: a second one of a name would be an update of the first, and delete what it lacks. */
function addOnce(names: string[], name: string): void {
  if (names.includes(name)) {
    throw new FakeEcrError(
      `Two seeds are called ${name}, and the second would be an update of the first.`,
      'Rename one of the files: what is deployed is called as its file is.',
    );
  }
  names.push(name);
}

const SHOWN = 5;

function listed(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return names.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/**
 * Runs something whose messages are for people who call functions, for people at a command line: they learn which
 * file it is about, and what the options are called here.
 */
function atCommandLine<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FakeEcrError)) throw error;
    const text = error.message.replace(/^\[fake-ecr\] /, '');
    throw new FakeEcrError(`${path}: ${text}`, adviceOn(text));
  }
}

function adviceOn(text: string): string {
  const [, named = ''] = /\bpass\b(.*)/is.exec(text) ?? [];
  const isNamed = (option: string) => new RegExp(`\\b${option}\\b[:.,]?`).test(named);
  const flag = Object.keys(FLAGS).find(isNamed);
  if (flag !== undefined) return `At the command line: ${FLAGS[flag] ?? ''}.`;
  if (!DOCUMENTS.some(isNamed)) return '';
  return 'The command line has no option for that: deploy it in a script, and write JSON.stringify(ecr.snapshot()) to a file.';
}

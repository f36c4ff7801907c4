/** Kinds of things that can be declared in a template, a plan or a state. */
export const WRITTEN_KINDS = [
  'repository',
  'replication configuration',
  'registry policy',
  'repository policy',
  'lifecycle policy',
  'creation template',
  'pull-through cache rule',
  'scanning configuration',
  'signing configuration',
  'pull-time update exclusion',
  'principal',
  'identity policy',
] as const;
export type WrittenKind = (typeof WRITTEN_KINDS)[number];

/** Where a thing of the world is declared: in a template, a plan or a state. */
export interface WrittenOrigin {
  /** The stack's name, or the name given to the template; empty for Terraform, whose addresses are enough. */
  readonly source: string;
  /** A logical id, or a resource address. */
  readonly id: string;
  /** For example `Properties.PolicyText.Statement[0].Resource`. */
  readonly path: string;
  /** The value there, functions included. */
  readonly written?: unknown;
  /** The path of the construct that created it, if the template has it. */
  readonly construct?: string;
}

export type Step = string | number;

/** A document of the world, and where it is declared. It is JSON, since snapshots keep it. */
export interface WrittenDocument {
  readonly source: string;
  readonly id: string;
  /** Where in the resource the document starts. */
  readonly path: readonly Step[];
  /** The document as it is declared. */
  readonly written?: unknown;
  /** Places whose value is declared elsewhere, by their path in the resulting document. */
  readonly moved?: Readonly<Record<string, readonly Step[]>>;
  /** The document is a JSON text, and so a separate document. */
  readonly isText?: true;
  readonly construct?: string;
  /** The format whose names rules and filters have; CloudFormation when absent. */
  readonly naming?: 'terraform';
}

/**
 * The place of a part of a document.
 *
 * @param steps from the document to the part, for example `['Statement', 0, 'Resource']`
 */
export function originOf(document: WrittenDocument, steps: readonly Step[] = []): WrittenOrigin {
  const { source, id, path, construct, isText } = document;
  const { place, value } = walk(document.written, writtenSteps(document, steps));
  const inside = formatSteps(place);
  return {
    source,
    id,
    path:
      isText === true && inside !== ''
        ? `${formatSteps(path)} › ${inside}`
        : formatSteps([...path, ...place]),
    ...(value === undefined ? {} : { written: value }),
    ...(construct === undefined ? {} : { construct }),
  };
}

/** `Disaster › RegistryPolicy › Properties.PolicyText`. */
export function formatOrigin({ source, id, path }: Pick<WrittenOrigin, 'source' | 'id' | 'path'>): string {
  return [source, id, path].filter((part) => part !== '').join(' › ');
}

const LONGEST_SHOWN = 300;

/** Lines for an explanation: the place, and the value there if it is more than a string. */
export function originLines(origin: WrittenOrigin): readonly string[] {
  const { written, construct } = origin;
  const shown = typeof written === 'object' && written !== null ? JSON.stringify(written) : '';
  return [
    `written at ${formatOrigin(origin)}${construct === undefined ? '' : ` (${construct})`}`,
    ...(shown === '' || shown.length > LONGEST_SHOWN ? [] : [`  ${shown}`]),
  ];
}

/** `Properties.Rules[0].Filter`. */
export function formatSteps(steps: readonly Step[]): string {
  let text = '';
  for (const step of steps) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\w:-]+$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

/** Conditions leave out entries of lists, and a value in a branch is at another place in the result. */
function writtenSteps({ moved }: WrittenDocument, steps: readonly Step[]): readonly Step[] {
  if (moved === undefined) return steps;
  for (let length = steps.length; length >= 0; length -= 1) {
    const place = moved[formatSteps(steps.slice(0, length))];
    if (place !== undefined) return [...place, ...steps.slice(length)];
  }
  return steps;
}

/** As far as the path can be followed: it ends at a function. */
function walk(written: unknown, steps: readonly Step[]): { place: readonly Step[]; value: unknown } {
  const place: Step[] = [];
  let value = written;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) break;
    // A single entry may be given without a list.
    if (typeof step === 'number' && !Array.isArray(value)) {
      if (step === 0) continue;
      break;
    }
    if (!Object.hasOwn(value, step)) break;
    value = (value as Record<Step, unknown>)[step];
    place.push(step);
  }
  return { place, value };
}

import { copyJson } from '../lib/copy-json.js';
import { choice, either, flag, list, map, number, record } from '../lib/json-shape.js';
import type { DeployedSource } from '../world/deployed-source.js';
import { WRITTEN_KINDS, type WrittenDocument, type WrittenOrigin } from '../world/written-origin.js';
import type { Replacement, WrittenEntry, WrittenOrigins } from '../world/written-origins.js';
import { compare, members, moment, oneOf, texts, words } from './words.js';

/** Deployed templates, plans and states, and where in them things are declared. */
export interface WrittenSnapshot {
  readonly deployments: readonly DeployedSource[];
  readonly documents: readonly WrittenEntry[];
}

const steps = list(either('a name or a place in a list', words, number('a place in a list')), 'a path');
const kind = choice('a kind of thing', ...WRITTEN_KINDS);

/** Part of a saved verdict. */
export const originShape = members<WrittenOrigin>(
  'a place in a template',
  {
    source: words,
    id: words,
    path: words,
    written: either(
      'what is written there',
      words,
      flag('true or false'),
      number('a number'),
      record('an object'),
      texts,
    ),
    construct: words,
  },
  ['written', 'construct'],
);

const document = members<WrittenDocument>(
  'a written document',
  {
    source: words,
    id: words,
    path: steps,
    written: record('what is written'),
    moved: map(/^/, steps, 'places, by path'),
    isText: flag('true'),
    construct: words,
    naming: oneOf<NonNullable<WrittenDocument['naming']>>('whose names it has', { terraform: true }),
  },
  ['written', 'moved', 'isText', 'construct', 'naming'],
);

const entry = members<WrittenEntry>(
  'a thing that is written',
  {
    kind,
    place: words,
    document,
    content: words,
    replaced: members<Replacement>('who replaced it', { operation: words, caller: words, at: moment }),
  },
  ['replaced'],
);

const thing = { id: words, kind, registry: words };

const source = members<DeployedSource>('a deployment', {
  key: words,
  name: words,
  registries: texts,
  resources: list(members<DeployedSource['resources'][number]>('a resource', thing), 'a list of resources'),
  leftOut: list(
    members<DeployedSource['leftOut'][number]>('a resource that was left out', { ...thing, because: words }),
    'a list of resources',
  ),
  naming: oneOf<DeployedSource['naming']>('whose names it has', { cloudformation: true, terraform: true }),
  state: record('what was deployed'),
});

export const writtenShape = members<WrittenSnapshot>('where things are written', {
  deployments: list(source, 'a list of deployments'),
  documents: list(entry, 'a list of documents'),
});

/** Absent if nothing was deployed. */
export function captureWritten(origins: WrittenOrigins): WrittenSnapshot | undefined {
  const deployments = [...origins.sources.values()];
  const documents = [...origins.entries()];
  if (deployments.length === 0 && documents.length === 0) return undefined;
  return copyJson({
    deployments: deployments.sort((a, b) => compare(a.key, b.key)),
    documents: documents.sort((a, b) => compare(a.kind, b.kind) || compare(a.place, b.place)),
  });
}

export function restoreWritten(origins: WrittenOrigins, saved: WrittenSnapshot | undefined): void {
  const written = copyJson(saved);
  for (const deployment of written?.deployments ?? []) origins.sources.set(deployment.key, deployment);
  for (const document of written?.documents ?? []) origins.add(document);
}

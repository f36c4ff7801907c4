import { choice, either, flag, list, map, number, record } from '../../lib/json-shape.js';
import type { DeployedSource } from '../../world/deployed-source.js';
import { WRITTEN_KINDS, type WrittenDocument, type WrittenOrigin } from '../../world/written-origin.js';
import type { Replacement, WrittenEntry } from '../../world/written-origins.js';
import type { WrittenSnapshot } from '../format.js';
import { members, moment, texts, words } from './words.js';

const steps = list(either('a name or a place in a list', words, number('a place in a list')), 'a path');
const kind = choice('a kind of thing', ...WRITTEN_KINDS);
const naming = (...values: string[]) => choice('whose names it has', ...values);

/** Of a verdict that was written down. */
export const origin = members<WrittenOrigin>(
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
    naming: naming('terraform'),
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
  naming: naming('cloudformation', 'terraform'),
  state: record('what was deployed'),
});

export const written = members<WrittenSnapshot>('where things are written', {
  deployments: list(source, 'a list of deployments'),
  documents: list(entry, 'a list of documents'),
});

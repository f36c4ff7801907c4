import { ANYTHING, type Vocabulary, words } from '../lib/vocabulary.js';
import { type OperationName, inputShape, shapeNamed } from './facts.js';
import type { ApiShape } from './shape.js';

/** What an operation's input can hold: its members, and the values of those that are enumerations. */
export function inputVocabulary(operation: OperationName): Vocabulary {
  return vocabularyOf(inputShape(operation));
}

function vocabularyOf(shape: ApiShape): Vocabulary {
  switch (shape.type) {
    case 'structure':
      return {
        kind: 'members',
        names: shape.members.map((member) => member.name),
        of(name) {
          const target = shape.members.find((member) => member.name === name)?.target;
          return target === undefined ? ANYTHING : vocabularyOf(shapeNamed(target));
        },
      };
    case 'list':
      return { kind: 'list', each: vocabularyOf(shapeNamed(shape.entry)) };
    case 'string':
      return shape.values === undefined ? ANYTHING : words(...shape.values);
    default:
      return ANYTHING;
  }
}

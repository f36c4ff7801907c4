import { type Facts, readFacts } from '../../tools/generate-api-facts.js';

/** The facts that the model was generated from, read afresh: tests judge the model by them. */
export const facts: Facts = readFacts(process.cwd());

export type FactShape = Facts['shapes'][string];

export function factShape(name: string): FactShape {
  const shape = facts.shapes[name];
  if (shape === undefined) throw new Error(`no shape ${name}`);
  return shape;
}

/**
 * In every test: each answer of the model has the form of the SDK's own output shape, and each refusal is one
 * that the operation models, or one of the few that no operation does.
 */
import { isFailure } from '../../src/domain/failure.js';
import { outputProblems } from '../../src/model/conform.js';
import { modelledErrors } from '../../src/model/facts.js';
import type { Operation } from '../../src/operations/operation.js';
import { Model } from '../../src/pipeline/model.js';

/** The service answers more here than its model says [docs]. */
const BEYOND_THE_MODEL = /findingSeverityCounts key UNTRIAGED/;

/** Refusals that belong to no operation: who calls, from where, and in what form. */
const ANYWHERE = new Set(['AccessDeniedException', 'ExpiredTokenException', 'UnrecognizedClientException']);

type Perform = (operation: Operation, ...rest: unknown[]) => unknown;

const problems: string[] = [];
const prototype = Model.prototype as unknown as { perform: Perform };
const { perform } = prototype;

prototype.perform = function (this: Model, operation, ...rest) {
  const outcome = perform.call(this, operation, ...rest);
  if (!isFailure(outcome)) {
    const found = outputProblems(operation.name, outcome as object);
    problems.push(
      ...found.filter((one) => !BEYOND_THE_MODEL.test(one)).map((one) => `${operation.name} ${one}`),
    );
  } else if (!ANYWHERE.has(outcome.code) && !isModelled(operation, outcome.code)) {
    problems.push(`${operation.name} does not model ${outcome.code}`);
  }
  return outcome;
};

function isModelled({ name }: Operation, code: string): boolean {
  return (modelledErrors(name) as readonly string[]).includes(code);
}

afterEach(() => {
  expect(problems.splice(0)).toEqual([]);
});

/**
 * In every test: each answer of the model has the form of the SDK's own output shape, and each refusal is one
 * that the operation models, or one of the few that no operation does.
 */
import { modelledErrors } from '../../src/api/facts.js';
import { isFailure } from '../../src/aws/failure.js';
import type { Operation } from '../../src/operations/operation.js';
import { EcrService } from '../../src/service/ecr-service.js';
import { outputProblems } from './output-problems.js';

/** The service answers more here than its model says [docs]. */
const BEYOND_THE_MODEL = /findingSeverityCounts key UNTRIAGED/;

/** Refusals that belong to no operation: who calls, from where, and in what form. */
const ANYWHERE = new Set(['AccessDeniedException', 'ExpiredTokenException', 'UnrecognizedClientException']);

const problems: string[] = [];

EcrService.observer = (operation, outcome) => {
  if (!isFailure(outcome)) {
    const found = outputProblems(operation.name, outcome);
    problems.push(
      ...found.filter((one) => !BEYOND_THE_MODEL.test(one)).map((one) => `${operation.name} ${one}`),
    );
  } else if (!ANYWHERE.has(outcome.code) && !isModelled(operation, outcome.code)) {
    problems.push(`${operation.name} does not model ${outcome.code}`);
  }
};

function isModelled({ name }: Operation, code: string): boolean {
  return (modelledErrors(name) as readonly string[]).includes(code);
}

afterEach(() => {
  expect(problems.splice(0)).toEqual([]);
});

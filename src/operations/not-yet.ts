import { MisuseError } from '../domain/misuse.js';
import type { Operation, OperationName } from './operation.js';

/** Stands in the table for an operation that is not modelled yet, and says so when it is called. */
export function notYet<N extends OperationName>(name: N): Operation<N> {
  return {
    name,
    handle() {
      throw new MisuseError(
        `${name} is not modelled yet.`,
        `Stub it on top of the model: ecr.mock.on(${name}Command).resolves(…).`,
      );
    },
  };
}

import type { OperationName } from '../../src/api/facts.js';
import { type Row, compare } from '../measure.js';
import { OPERATION_CALLS, furnish } from '../operation-calls.js';
import { benchFake, caller, preparer } from '../scene.js';

const OPERATIONS: readonly OperationName[] = [
  'DescribeImages',
  'BatchGetImage',
  'GetRepositoryPolicy',
  'DescribeRepositories',
  'PutImage',
];

/** The model without a door: reading the input, constraints, permissions, the operation, the call log. */
export async function modelAlone(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const operation of OPERATIONS) {
    const { input, before } = OPERATION_CALLS[operation];
    const ecr = benchFake();
    const call = caller(ecr);
    const prepare = preparer(ecr);
    furnish(call);
    let run = 0;
    let next: object = {};
    const measured = await compare({
      model: {
        before: () => {
          before?.(prepare, run);
          next = input(run);
          run += 1;
        },
        run: () => Promise.resolve(call(operation, next)),
      },
    });
    ecr.restore();
    const isRead = operation !== 'PutImage';
    rows.push({
      what: `${operation}, the model alone`,
      value: measured.median('model'),
      unit: 'µs',
      ...(isRead ? { budget: { of: 'value', most: 10 } } : {}),
    });
  }
  return rows;
}

import * as sdk from '@aws-sdk/client-ecr';
import { operationNames } from '../../src/api/facts.js';
import { type Row, compare } from '../measure.js';
import { OPERATION_CALLS, furnish } from '../operation-calls.js';
import { ACCOUNT, BareStub, REGION, benchFake, caller, preparer, tidier } from '../scene.js';

type CommandClass = new (input: object) => Parameters<sdk.ECRClient['send']>[0];

/** Each operation through `ECRClient.send`, against the bare stub with the same input. */
export async function everyOperation(): Promise<Row[]> {
  const rows: Row[] = [];
  const bare = new BareStub();
  for (const operation of operationNames) {
    const { input, before, replication, does } = OPERATION_CALLS[operation];
    const Command = (sdk as unknown as Record<string, CommandClass>)[`${operation}Command`] as CommandClass;
    bare.answers(Command);
    const ecr = benchFake(replication === undefined ? {} : { replication });
    const client = ecr.client(ACCOUNT, REGION);
    furnish(caller(ecr));
    const prepare = preparer(ecr);
    const tidy = tidier(ecr);
    let run = 0;
    let command = new Command({});
    const measured = await compare(
      {
        ours: {
          before: () => {
            tidy();
            before?.(prepare, run);
            command = new Command(input(run));
            run += 1;
          },
          run: () => client.send(command),
        },
        bare: {
          before: () => {
            bare.tidy();
            // As for ours: after other work anything is slower.
            before?.(prepare, run);
            command = new Command(input(run));
            run += 1;
          },
          run: () => bare.client.send(command),
        },
      },
      20,
    ).catch((error: unknown) => {
      throw new Error(`${operation} could not be measured`, { cause: error });
    });
    ecr.restore();
    rows.push({
      what: does === undefined ? operation : `${operation}, ${does}`,
      value: measured.median('ours'),
      unit: 'µs',
      ratio: measured.ratio('ours', 'bare'),
      against: 'bare stub',
      ...(does === undefined ? { budget: { of: 'ratio', most: 1.5 } } : {}),
    });
  }
  bare.restore();
  return rows;
}

import type * as sdk from '@aws-sdk/client-ecr';
import type { OperationName } from '../api/facts.js';
import type { Outcome } from '../aws/failure.js';
import type { Context } from './context.js';
import type { NamedTarget, TargetMember } from './target.js';

type CommandOf<N extends OperationName> = InstanceType<(typeof sdk)[`${N}Command`]>;
type OutputOf<C> = C extends {
  resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: infer O }>;
}
  ? O
  : never;

type Leaf = Date | Uint8Array | string | number | boolean;

/** An input after the model's checks: required members are present, and none is `undefined` or `null`. */
export type Checked<T> = T extends Leaf
  ? T
  : T extends readonly (infer E)[]
    ? readonly Checked<NonNullable<E>>[]
    : T extends object
      ? { readonly [K in keyof T]: Checked<Exclude<T[K], undefined>> }
      : T;

export type OperationInput<N extends OperationName> = Checked<CommandOf<N>['input']>;
export type OperationOutput<N extends OperationName> = Omit<OutputOf<CommandOf<N>>, '$metadata'>;

/** One operation: it reads the input, calls the domain and shapes the output. It contains no rules. */
export interface Operation<N extends OperationName = OperationName> {
  readonly name: N;
  /** The IAM action, where it is not `ecr:<name>`. */
  readonly action?: string;
  /** The target; by default the repository that the input names, otherwise the registry. */
  target?(input: OperationInput<N>): NamedTarget;
  /** What ECR does before it authorises the caller; it is kept even if the call is refused. */
  prepare?(context: Context): void;
  /** @param input without the members that name the target, which is in the context */
  handle(input: Omit<OperationInput<N>, TargetMember>, context: Context): Outcome<OperationOutput<N>>;
}

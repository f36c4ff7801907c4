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

/** An input after the model's checks: what is required is there, and nothing is `undefined` or `null`. */
export type Checked<T> = T extends Leaf
  ? T
  : T extends readonly (infer E)[]
    ? readonly Checked<NonNullable<E>>[]
    : T extends object
      ? { readonly [K in keyof T]: Checked<Exclude<T[K], undefined>> }
      : T;

export type OperationInput<N extends OperationName> = Checked<CommandOf<N>['input']>;
export type OperationOutput<N extends OperationName> = Omit<OutputOf<CommandOf<N>>, '$metadata'>;

/** One operation: it reads the input, calls the domain and shapes the output, and holds no rule. */
export interface Operation<N extends OperationName = OperationName> {
  readonly name: N;
  /** The IAM action, where it is not `ecr:<name>`. */
  readonly action?: string;
  /** What is touched; by default the repository that the input names, else the registry. */
  target?(input: OperationInput<N>): NamedTarget;
  /** What ECR does before it asks whether the caller is permitted; it stays, whatever becomes of the call. */
  prepare?(context: Context): void;
  /** @param input without what names the target, which the context has */
  handle(input: Omit<OperationInput<N>, TargetMember>, context: Context): Outcome<OperationOutput<N>>;
}

import type * as sdk from '@aws-sdk/client-ecr';
import type { Outcome } from '../aws/failure.js';
import type { Context } from './context.js';

type CommandName = Extract<keyof typeof sdk, `${string}Command`>;

/** The names of all operations that the SDK has commands for. */
export type OperationName = {
  [N in CommandName]: N extends `$${string}` ? never : N extends `${infer Name}Command` ? Name : never;
}[CommandName];

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

/** What a caller must be allowed to touch. */
export type Target =
  /** The settings of a registry, by default the caller's own. No resource policy speaks of them. */
  | { readonly scope: 'registry'; readonly registryId?: string | undefined }
  /** One repository, in the caller's or another registry. */
  | {
      readonly scope: 'repository';
      readonly repositoryName: string;
      readonly registryId?: string | undefined;
    }
  /** All repositories of a registry. */
  | { readonly scope: 'repositories'; readonly registryId?: string | undefined }
  /** A resource named by its ARN. */
  | { readonly scope: 'arn'; readonly arn: string };

/** One operation: it reads the input, calls the domain and shapes the output, and holds no rule. */
export interface Operation<N extends OperationName = OperationName> {
  readonly name: N;
  /** The IAM action, where it is not `ecr:<name>`. */
  readonly action?: string;
  /** What is touched, all of which must be allowed; by default the repository the input names, else the caller's registry. */
  target?(input: OperationInput<N>): Target | readonly Target[];
  /** What ECR does before it asks whether the caller is permitted; it stays, whatever becomes of the call. */
  prepare?(input: OperationInput<N>, context: Context): void;
  handle(input: OperationInput<N>, context: Context): Outcome<OperationOutput<N>>;
}

/** Which state each action leads to; a missing action is not possible. */
export type TransitionTable<S extends string, A extends string> = Readonly<
  Record<S, Readonly<Partial<Record<A, S>>>>
>;

/**
 * The states of a process in ECR, as data. Callers refuse what the service refuses before they ask for a transition,
 * so a transition that is not in the table is a bug in this package.
 */
export class StateMachine<S extends string, A extends string> {
  constructor(
    private readonly what: string,
    private readonly table: TransitionTable<S, A>,
  ) {}

  /** Whether an action is possible in a state. */
  allows(state: S, action: A): boolean {
    return this.table[state][action] !== undefined;
  }

  /** @throws Error that names the state and the action, if the table has no such transition */
  next(state: S, action: A): S {
    const next = this.table[state][action];
    if (next === undefined) throw new Error(`${this.what}: '${action}' is not possible in state ${state}`);
    return next;
  }
}

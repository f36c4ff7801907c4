import { FakeEcrError } from '../lib/misuse.js';

/** What happens with input members that the model does not know. */
export type OnUnmodelled = 'error' | 'warn' | 'ignore';

type Teller = (path: string) => void;

/** Reports input that would never reach the service. */
export class Unmodelled {
  private readonly said = new Set<string>();
  private readonly tellers = new Map<string, Teller>();

  constructor(private readonly mode: OnUnmodelled = 'warn') {}

  /** The listener for unknown members of an operation's input; undefined if they are ignored. */
  of(operation: string): Teller | undefined {
    if (this.mode === 'ignore') return undefined;
    let teller = this.tellers.get(operation);
    if (teller === undefined) {
      teller = (path) => this.tell(operation, path);
      this.tellers.set(operation, teller);
    }
    return teller;
  }

  /** @throws FakeEcrError if the test asked for it */
  private tell(operation: string, path: string): void {
    const happened = `${operation} has no input member '${path}' that this version knows.`;
    const advice = 'It is ignored, as the serializer of the SDK does; is it a typing error?';
    if (this.mode === 'error') throw new FakeEcrError(happened, advice);
    const key = `${operation} ${path.replace(/\[\d+\]/g, '[]')}`;
    if (this.said.has(key)) return;
    this.said.add(key);
    console.warn(new FakeEcrError(happened, advice).message);
  }
}

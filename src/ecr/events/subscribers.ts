import { cloneData } from '../../world/clone-data.js';
import type { RaisedEvent } from './envelope.js';
import type { EventListener } from './event-bridge.js';

/** Listeners for events. As on AWS they are called later, and what they throw does not affect the caller of ECR. */
export class Subscribers {
  private readonly listeners = new Set<EventListener>();
  private readonly deliveries = new Set<Promise<void>>();
  /** What listeners threw, until it is reported to a waiting caller. */
  private failures: unknown[] = [];

  /** @param unheard called with a failure that no caller waited for */
  constructor(private readonly unheard: (failure: unknown) => void = rejectUnhandled) {}

  /** @returns a function that ends the subscription */
  add(listener: EventListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  clear(): void {
    this.listeners.clear();
    this.deliveries.clear();
    this.surface();
  }

  tell(raised: RaisedEvent): void {
    for (const listener of this.listeners) {
      const delivery: Promise<void> = Promise.resolve(cloneData(raised.read()))
        .then(listener)
        .then(
          () => undefined,
          (error: unknown) => {
            // After a reset no caller can wait for these any more.
            if (this.deliveries.has(delivery)) this.failures.push(error);
            else this.unheard(error);
          },
        )
        .finally(() => this.deliveries.delete(delivery));
      this.deliveries.add(delivery);
    }
  }

  /**
   * Waits for all listeners, including calls that are caused by other listeners.
   *
   * @throws (rejects with) what a listener threw since the last wait; all of it if there were several
   */
  async finished(): Promise<void> {
    while (this.deliveries.size > 0) await Promise.all(this.deliveries);
    const { failures } = this;
    this.failures = [];
    if (failures.length === 0) return;
    if (failures.length === 1) throw failures[0];
    const texts = failures.map((failure) => (failure instanceof Error ? failure.message : String(failure)));
    throw new AggregateError(failures, `Listeners failed ${failures.length} times: ${texts.join('; ')}`);
  }

  /** A failure must not go unnoticed because no caller waited for it. */
  surface(): void {
    const { failures } = this;
    this.failures = [];
    for (const failure of failures) this.unheard(failure);
  }
}

/** Runners and Node itself report an unhandled rejection, with the stack of what was thrown. */
function rejectUnhandled(failure: unknown): void {
  void Promise.resolve().then(() => {
    throw failure;
  });
}

import { cloneData } from '../../world/clone-data.js';
import type { RaisedEvent } from './envelope.js';
import type { EventListener } from './event-bridge.js';

/** Who is told of events. As on AWS they are told later, and what they throw is not the pusher's. */
export class Subscribers {
  private readonly listeners = new Set<EventListener>();
  private readonly deliveries = new Set<Promise<void>>();
  /** What listeners threw, until somebody waits for them. */
  private failures: unknown[] = [];

  /** @param unheard told of a failure that nobody waited for */
  constructor(private readonly unheard: (failure: unknown) => void = rejectUnhandled) {}

  /** @returns ends the subscription */
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
            // Nobody can wait any more for what a reset has let go of.
            if (this.deliveries.has(delivery)) this.failures.push(error);
            else this.unheard(error);
          },
        )
        .finally(() => this.deliveries.delete(delivery));
      this.deliveries.add(delivery);
    }
  }

  /**
   * Waits for all listeners, those included that are told because of what another one does.
   *
   * @throws (rejects with) what a listener threw since somebody last waited, or all of it where it was several times
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

  /** What nobody waited for must not go unnoticed. */
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

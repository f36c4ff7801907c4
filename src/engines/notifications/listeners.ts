import type { EventListener } from './engine.js';
import type { RaisedEvent } from './envelope.js';

/** Who is told of events. As on AWS they are told later, and what they throw is not the pusher's. */
export class Listeners {
  private readonly listeners = new Set<EventListener>();
  private readonly deliveries = new Set<Promise<unknown>>();

  /** @returns ends the subscription */
  add(listener: EventListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  clear(): void {
    this.listeners.clear();
    this.deliveries.clear();
  }

  tell(raised: RaisedEvent): void {
    for (const listener of this.listeners) {
      // Kept as it is, without a handler: a failure that nobody waits for is an unhandled rejection.
      const delivery: Promise<unknown> = Promise.resolve(structuredClone(raised.read()))
        .then(listener)
        .finally(() => this.deliveries.delete(delivery));
      this.deliveries.add(delivery);
    }
  }

  /** Waits for all listeners, those included that are told because of what another one does. */
  async finished(): Promise<void> {
    while (this.deliveries.size > 0) await Promise.all(this.deliveries);
  }
}

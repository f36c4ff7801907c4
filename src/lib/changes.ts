/** Counts changes, and tells whoever listens that there was one. */
export class Changes {
  private count = 0;
  private readonly listeners = new Set<() => void>();

  /** How many changes there were. */
  get version(): number {
    return this.count;
  }

  /** Something may have changed. */
  touch(): void {
    this.count += 1;
    for (const listener of this.listeners) listener();
  }

  /**
   * Listens for changes.
   *
   * @param listener called at each change, while it happens: it must not look at what changes yet
   * @returns ends it
   */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
}

/** So many within so long, looking back from any moment: what is too old is forgotten as time goes on. */
export class RollingQuota {
  /** Epoch milliseconds, oldest first; those before `first` are forgotten. */
  private moments: number[] = [];
  private first = 0;

  /** @param span milliseconds */
  constructor(private readonly span: number) {}

  /** Counts one more at a moment, unless there are as many as the limit says. */
  take(now: number, limit: number): boolean {
    this.forget(now);
    if (this.moments.length - this.first >= limit) return false;
    this.moments.push(now);
    return true;
  }

  private forget(now: number): void {
    while (this.first < this.moments.length && now - (this.moments[this.first] as number) >= this.span) {
      this.first += 1;
    }
    // Half of the list at a time, so that no moment is moved more than a few times.
    if (this.first * 2 <= this.moments.length) return;
    this.moments = this.moments.slice(this.first);
    this.first = 0;
  }
}

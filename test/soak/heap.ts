/** What is in use after everything else was collected, in MiB. */
function heapMebibytes(): number {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (collect === undefined) throw new Error('run with --expose-gc');
  collect();
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** Whether memory stays level. What is loaded and compiled before the first measurement does not count. */
export class HeapWatch {
  private readonly measured: number[] = [];

  /**
   * @param most how many MiB the last measurement may be above the first: what the compiler and the collector may
   *   still leave behind
   * @param measure for tests
   */
  constructor(
    private readonly most: number,
    private readonly measure: () => number = heapMebibytes,
  ) {}

  /** Measures. @returns a text for the report */
  look(): string {
    const heap = this.measure();
    this.measured.push(heap);
    return `heap ${heap.toFixed(1)} MiB`;
  }

  /**
   * Compares the last measurement with the first.
   *
   * @returns a text for the report
   * @throws if memory grew by more than is allowed, or if too little was measured to know
   */
  requireLevel(): string {
    const [first, ...later] = this.measured;
    const last = later.at(-1);
    if (first === undefined || last === undefined)
      throw new Error(`measured ${this.measured.length} times: too short a soak to know`);
    const found = `heap ${first.toFixed(1)} MiB early and ${last.toFixed(1)} MiB late`;
    if (last - first > this.most)
      throw new Error(`memory is not level: ${found}, allowed are ${this.most} more`);
    return found;
  }
}

/** What a garbage collector may leave lying about. */
const MEBIBYTES_OF_NOISE = 16;

/** What is in use after everything else was collected. */
export function heapMebibytes(): number {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (collect === undefined) throw new Error('run with --expose-gc');
  collect();
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** @throws if memory grew; what is loaded and compiled at the beginning is not part of it */
export function requireLevel(early: number | undefined, late: number): void {
  if (early !== undefined && late - early > MEBIBYTES_OF_NOISE) throw new Error('memory is not level');
}

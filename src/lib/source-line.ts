import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A line outside this package from which something was called. */
export interface SourceLine {
  /** `test/release.test.ts:31`, relative to the working directory if the file is below it. */
  readonly text: string;
  /** The stack from that line on, as an error prints it. */
  readonly stack: readonly string[];
}

/** Deep enough for the wrappers of a stub between a test and this package. */
const DEPTH = 30;

/**
 * Notes where the running code was called from. The stack is read, and source maps are applied, only when the
 * line is asked for.
 *
 * @returns tells the line; undefined if no frame outside this package and other packages is known
 * @example
 * const line = sourceLine();
 * line()?.text; // 'test/release.test.ts:31'
 */
export function sourceLine(): () => SourceLine | undefined {
  const captured: { stack?: unknown } = {};
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = DEPTH;
  Error.captureStackTrace(captured);
  Error.stackTraceLimit = stackTraceLimit;
  return () => (typeof captured.stack === 'string' ? lineIn(captured.stack) : undefined);
}

interface Frame {
  readonly printed: string;
  readonly file: string;
  readonly line: string;
}

/** The first frame that is neither of this package nor of another that it was called through. */
function lineIn(stack: string): SourceLine | undefined {
  const frames = stack.split('\n').flatMap((printed) => frameOf(printed) ?? []);
  const [own] = frames;
  if (own === undefined) return undefined;
  const home = homeOf(own.file);
  const outside = frames.findIndex(({ file }) => !file.startsWith(home) && isOfTest(file));
  // In a bundle the test is in the same file: the outermost of the first frames there.
  const index = outside === -1 ? frames.findIndex(({ file }) => file !== own.file) - 1 : outside;
  const found = frames[index];
  if (found === undefined || index <= 0) return undefined;
  const near = relative(process.cwd(), found.file);
  const isBelow = near !== '' && !near.startsWith('..') && !isAbsolute(near);
  return {
    text: `${isBelow ? near : found.file}:${found.line}`,
    stack: frames.slice(index).map(({ printed }) => printed),
  };
}

function frameOf(printed: string): Frame | undefined {
  const [, place = '', line] = /^\s+at (?:.*\()?(.+?):(\d+):\d+\)?$/.exec(printed) ?? [];
  if (line === undefined) return undefined;
  return { printed, line, file: place.startsWith('file://') ? fileURLToPath(place) : place };
}

/** The folder of this package's own files: of its sources, or of what was built from them. */
function homeOf(file: string): string {
  const levels = file.split(sep);
  return levels.slice(0, /[\\/]lib[\\/]source-line\.[cm]?[jt]s$/.test(file) ? -2 : -1).join(sep) + sep;
}

function isOfTest(file: string): boolean {
  return isAbsolute(file) && !/[\\/]node_modules[\\/]/.test(file);
}

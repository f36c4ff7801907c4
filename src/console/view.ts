import { useEffect, useState } from 'preact/hooks';
import type { Command } from './commands.js';
import { onChange, readAgain } from './live.js';
import { type Parameters, queryText } from './routes.js';

const PREFIX = '/_fake-ecr/';
/** How long at least between two readings of the same view, in milliseconds. */
const PAUSE = 250;

/** What the server answered. */
export interface View<T> {
  /** The latest answer; that of before while it is read again. */
  readonly data?: T;
  /** Why there is none. */
  readonly problem?: string;
}

/** A request that was refused, with what the server said. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Reads a view once. @throws Refused */
export async function read<T>(route: string, parameters: Parameters, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(PREFIX + route + queryText(parameters), signal === undefined ? {} : { signal });
  return bodyOf(answer) as Promise<T>;
}

/** Changes the world, and has all views read again. @throws Refused */
export async function run({ route, body }: Command): Promise<void> {
  const answer = await fetch(PREFIX + route, {
    method: 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  await bodyOf(answer);
  readAgain();
}

async function bodyOf(answer: Response): Promise<unknown> {
  const body = (await answer.json()) as { message?: string };
  if (answer.ok) return body;
  throw new Refused(answer.status, (body.message ?? answer.statusText).replace(/^\[fake-ecr\] /, ''));
}

/**
 * A view of the world, read again whenever the world changes.
 *
 * @param route of the view
 * @param parameters undefined while there is nothing to ask
 */
export function useView<T>(route: string, parameters: Parameters | undefined): View<T> {
  const url = parameters === undefined ? undefined : route + queryText(parameters);
  const [view, setView] = useState<View<T> & { readonly of?: string }>({});
  useEffect(() => {
    if (url === undefined || parameters === undefined) return;
    return follow(
      (signal) => read<T>(route, parameters, signal),
      (answer) => setView((before) => ({ ...(before.of === url ? before : {}), ...answer, of: url })),
    );
    // The address stands for route and parameters.
  }, [url]);
  return view.of === url ? view : {};
}

/**
 * Reads now and after each change, one reading at a time.
 *
 * @returns ends it
 */
export function follow<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  tell: (view: View<T>) => void,
): () => void {
  const abort = new AbortController();
  let isReading = false;
  let isOld = false;
  const readNow = async () => {
    isReading = true;
    isOld = false;
    try {
      const data = await ask(abort.signal);
      if (!abort.signal.aborted) tell({ data, problem: undefined });
    } catch (error) {
      // While the server is gone, what it said last stays.
      if (!abort.signal.aborted && error instanceof Refused) {
        tell({ data: undefined, problem: error.message });
      }
    }
    setTimeout(() => {
      isReading = false;
      if (isOld && !abort.signal.aborted) void readNow();
    }, PAUSE);
  };
  const stop = onChange(() => {
    isOld = true;
    if (!isReading) void readNow();
  });
  void readNow();
  return () => {
    stop();
    abort.abort();
  };
}

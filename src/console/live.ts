import { useEffect, useState } from 'preact/hooks';

const CHANGES = '/_fake-ecr/console/changes';
/** How long to wait for a server that is gone before it is asked again, in milliseconds. */
const RETRY = 2_000;

/** Whether this page hears of changes, and the version it heard of last. */
export interface Liveness {
  readonly version: number;
  readonly isLive: boolean;
}

let current: Liveness = { version: -1, isLive: false };
const listeners = new Set<(liveness: Liveness) => void>();

function set(next: Partial<Liveness>): void {
  current = { ...current, ...next };
  for (const listener of listeners) listener(current);
}

/** The latest version, heard of by the stream of changes. */
export function useLiveness(): Liveness {
  const [liveness, setLiveness] = useState(current);
  useEffect(() => {
    listeners.add(setLiveness);
    setLiveness(current);
    return () => void listeners.delete(setLiveness);
  }, []);
  return liveness;
}

/** Everything is to be read again: this page has changed something. */
export function readAgain(): void {
  set({});
  for (const listener of again) listener();
}

const again = new Set<() => void>();

/** Calls a function whenever something may have changed. @returns ends it */
export function onChange(listener: () => void): () => void {
  let { version } = current;
  const heard = (liveness: Liveness) => {
    if (liveness.version === version) return;
    ({ version } = liveness);
    listener();
  };
  listeners.add(heard);
  again.add(listener);
  return () => {
    listeners.delete(heard);
    again.delete(listener);
  };
}

/** Which version will do for a view. */
export function heardVersion(): number {
  return current.version;
}

let stream: EventSource | undefined;

function open(): void {
  stream?.close();
  const opened = new EventSource(CHANGES);
  stream = opened;
  opened.addEventListener('change', (event) => {
    const { version } = JSON.parse(event.data as string) as { version: number };
    set({ version, isLive: true });
  });
  opened.onerror = () => {
    set({ isLive: false });
    // The browser tries again by itself, unless the answer was not a stream.
    if (opened.readyState !== EventSource.CLOSED) return;
    setTimeout(() => {
      if (stream === opened) open();
    }, RETRY);
  };
}

/** Begins to listen. A hidden page does not: a browser has six connections to a server for all its pages. */
export function listen(): void {
  const look = () => {
    if (document.visibilityState === 'hidden') {
      stream?.close();
      stream = undefined;
      set({ isLive: false });
    } else if (stream === undefined) open();
  };
  document.addEventListener('visibilitychange', look);
  look();
}

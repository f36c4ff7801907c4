import { main } from '../../src/cli/main.js';

/** Runs the command line until it ends, or is asked to end. */
export function run(...argv: string[]) {
  const printed: string[] = [];
  const noted: string[] = [];
  let end = (): void => undefined;
  let signal = (_name: NodeJS.Signals): void => undefined;
  let tellStarted = (): void => undefined;
  const started = new Promise<void>((resolve) => (tellStarted = resolve));
  const code = main(argv, {
    print: (line) => void printed.push(line),
    note: (line) => void noted.push(line),
    onEnd: (stop) => {
      end = stop;
      tellStarted();
    },
    onSignal: (tell) => {
      signal = tell;
      tellStarted();
    },
  });
  return { code, printed, noted, started, end: () => end(), signal: (name: NodeJS.Signals) => signal(name) };
}

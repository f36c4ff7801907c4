import { FakeEcrError } from '../../lib/misuse.js';

/** Options of the functions, which messages speak of, and those of the command line that stand for them. */
const FLAGS: Readonly<Record<string, string>> = {
  parameters: '--parameter Name=value',
  imports: '--import Name=value',
  values: "--value 'Name=value'",
  providers: '--provider aws=111122223333/us-west-2',
  unknown: "--unknown skip, or --unknown 'address.attribute=value'",
  environments: '--at Stack=111122223333/us-west-2',
};
/** These hold documents, which no option of the command line can. */
const DOCUMENTS = ['nested', 'managedPolicies'];

/**
 * Runs something whose messages are for people who call functions, for people at a command line: they learn which
 * file it is about, and what the options are called here.
 */
export function atCommandLine<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FakeEcrError)) throw error;
    const text = error.message.replace(/^\[fake-ecr\] /, '');
    throw new FakeEcrError(`${path}: ${text}`, adviceOn(text));
  }
}

function adviceOn(text: string): string {
  const [, named = ''] = /\bpass\b(.*)/is.exec(text) ?? [];
  const isNamed = (option: string) => new RegExp(`\\b${option}\\b[:.,]?`).test(named);
  const flag = Object.keys(FLAGS).find(isNamed);
  if (flag !== undefined) return `At the command line: ${FLAGS[flag] ?? ''}.`;
  if (!DOCUMENTS.some(isNamed)) return '';
  return 'The command line has no option for that: deploy it in a script, and write JSON.stringify(ecr.snapshot()) to a file.';
}

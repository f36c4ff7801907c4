import type { OptionUse } from '../option-use.js';

/** What a template is resolved with. */
export interface Environment {
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
  readonly imports: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
  /** Which of the given options something has read. */
  readonly use: OptionUse;
  /** What other stacks of the account and Region export. */
  exportOf(name: string): string | undefined;
}

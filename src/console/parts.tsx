import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PolicyView } from '../inspect/console/shapes.js';
import { type Command, shellOf } from './commands.js';
import { Refused, run } from './view.js';

/** How things stand, in a word, told by colour as well. */
export function Badge({ state, children }: { readonly state: string; readonly children: ComponentChildren }) {
  return <span class={`badge ${toneOf(state)}`}>{children}</span>;
}

const TONES: Readonly<Record<string, string>> = {
  carried: 'good',
  replicated: 'good',
  COMPLETE: 'good',
  Allow: 'good',
  kept: 'good',
  pending: 'wait',
  IN_PROGRESS: 'wait',
  archived: 'wait',
  held: 'wait',
  blocked: 'bad',
  failed: 'bad',
  never: 'bad',
  FAILED: 'bad',
  Deny: 'bad',
  expired: 'bad',
  CRITICAL: 'bad',
  HIGH: 'bad',
  MEDIUM: 'wait',
};

function toneOf(state: string): string {
  return TONES[state] ?? 'plain';
}

interface TableProps {
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly ComponentChildren[])[];
}

/** A table. On a narrow screen each row is a block; the roles say that it is a table all the same. */
export function Table({ label, columns, rows }: TableProps) {
  return (
    <div class="scroll" role="region" aria-label={label} tabIndex={0}>
      <table role="table">
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th scope="col" role="columnheader" key={column}>
                {column === '' ? <span class="unseen">Actions</span> : column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((cells, index) => (
            <tr role="row" key={index}>
              {cells.map((cell, column) => (
                <td role="cell" data-label={columns[column]} key={columns[column]}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

let hasNavigated = false;

/** Puts the focus where the page begins: somebody went there. */
export function focusHeading(): void {
  hasNavigated = true;
  document.querySelector('h1')?.focus();
}

/** What a page is about. It takes the focus that the heading before it had: a page is drawn anew once it was read. */
export function Heading({
  isName,
  children,
}: {
  readonly isName?: boolean;
  readonly children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (hasNavigated && document.activeElement === document.body) heading.current?.focus();
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} class={isName === true ? 'mono' : undefined}>
      {children}
    </h1>
  );
}

/** Pairs of a name and a value. */
export function Facts({ facts }: { readonly facts: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A policy: what each statement allows, and its text. */
export function Policy({ title, policy }: { readonly title: string; readonly policy: PolicyView }) {
  return (
    <>
      <h2>{title}</h2>
      <Table
        label={`${title}: statements`}
        columns={['Effect', 'Who', 'May', 'On', 'If', 'Statement']}
        rows={policy.statements.map(({ effect, who, actions, resources, conditions, name }) => [
          <Badge state={effect}>{effect === 'Allow' ? 'allows' : 'denies'}</Badge>,
          <code>{who}</code>,
          <code>{actions}</code>,
          resources === undefined ? 'this repository' : <code>{resources}</code>,
          conditions.length === 0 ? 'always' : conditions.map((one) => <div key={one}>{one}</div>),
          name,
        ])}
      />
      <Folded title="The document">
        <pre>{policy.text}</pre>
      </Folded>
    </>
  );
}

/** Something that is drawn once it is unfolded. */
export function Folded({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen ? children : undefined}
    </details>
  );
}

/** A digest as people compare them, with the whole of it for whoever points at it. */
export function Digest({ digest }: { readonly digest: string }) {
  return (
    <code class="digest" title={digest}>
      {digest.slice(0, 'sha256:'.length + 12)}
    </code>
  );
}

/** The same as a button does, from a terminal and from a test. */
export function SameAs({ command }: { readonly command: Command }) {
  const shell = shellOf(command, location.origin);
  return (
    <details class="same">
      <summary>The same as</summary>
      <Copied label="Command line" text={shell} />
      <Copied label="TypeScript" text={command.code} />
    </details>
  );
}

function Copied({ label, text }: { readonly label: string; readonly text: string }) {
  const [isDone, setDone] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone(true);
    } catch {
      // Not allowed here: the text can still be marked.
    }
  };
  return (
    <div class="copied">
      <span class="soft">{label}</span>
      <button type="button" class="small" aria-label={`Copy: ${label}`} onClick={() => void copy()}>
        {isDone ? 'Copied' : 'Copy'}
      </button>
      <pre tabIndex={0} role="group" aria-label={label}>
        {text}
      </pre>
    </div>
  );
}

let say: (text: string, isBad: boolean) => void = () => undefined;

/** Where it is said what became of a command: read aloud, and shown for as long as nothing else is said. */
export function Said() {
  const [said, setSaid] = useState({ text: '', isBad: false });
  say = (text, isBad) => setSaid({ text, isBad });
  return (
    <p class={`said${said.isBad ? ' bad' : ''}`} role="status" aria-live="polite">
      {said.text}
    </p>
  );
}

/** Says something to whoever looks or listens. */
export function announce(text: string): void {
  say(text, false);
}

/** Runs a command and says what became of it. */
export async function perform(command: Command, done: string): Promise<void> {
  try {
    await run(command);
    say(done, false);
  } catch (error) {
    say(error instanceof Refused ? error.message : 'The endpoint does not answer.', true);
  }
}

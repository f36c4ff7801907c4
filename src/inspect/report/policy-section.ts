import { clipped } from '../format.js';
import { type Markup, html } from './html.js';

const LONGEST_POLICY = 20_000;

/** A policy's text in the report, folded and indented; nothing if there is none. */
export function policyDetails(title: string, text: string | undefined): Markup | undefined {
  if (text === undefined) return undefined;
  return html`<details>
    <summary>${title}</summary>
    ${html`<pre>${clipped(indented(text), LONGEST_POLICY)}</pre>`}
  </details>`;
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

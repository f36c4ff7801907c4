import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Markup, html } from '../../inspect/report/html.js';

/** The page of the console, with the headers it is sent with. */
export interface ConsolePage {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The page as it was built: a script and a style beside this module.
 *
 * @returns undefined if it was not built
 */
export function consolePage(): ConsolePage | undefined {
  // A module in a browser bundle or from a loader has no folder.
  const folder = typeof __dirname === 'string' ? __dirname : undefined;
  if (folder === undefined) return undefined;
  try {
    return pageOf(
      readFileSync(join(folder, 'console.js'), 'utf8'),
      readFileSync(join(folder, 'console.css'), 'utf8'),
    );
  } catch {
    return undefined;
  }
}

/**
 * One document, which loads nothing. Its content policy lets run what stands in it, by hashes, and ask the server it
 * came from; no text of the world can run another script.
 *
 * @param script of the page, without `</script>`
 * @param style of the page, without `</style>`
 */
export function pageOf(script: string, style: string): ConsolePage {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
  // Hashes are of what stands between the tags: no whitespace may be added.
  const text = `<!doctype html>
${
  html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>fake-ecr</title>
      ${new Markup(`<style>${style}</style>`)}
    </head>
    <body>
      <div id="console"><p class="start">The console needs JavaScript.</p></div>
      ${new Markup(`<script>${script}</script>`)}
    </body>
  </html>`.text
}
`;
  return {
    text,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-cache',
      etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    },
  };
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

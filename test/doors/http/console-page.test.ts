/** How the page of the console is served: one document, by hashes, asked for again only if it has changed. */
import { createHash } from 'node:crypto';
import { serve } from '../../../src/http.js';
import { builtPage, type ConsoleServer, serveConsole } from '../../support/console-server.js';

let server: ConsoleServer;
beforeAll(async () => {
  server = await serveConsole();
});
afterAll(() => server.close());

const get = (init?: RequestInit) => fetch(`${server.url}/_fake-ecr/`, init);

test('it is one document whose policy lets run what stands in it, and nothing else', async () => {
  const answer = await get();
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  const text = await answer.text();
  const hashOf = (tag: string) => {
    const [, inside = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(text) ?? [];
    return `'sha256-${createHash('sha256').update(inside).digest('base64')}'`;
  };
  expect(answer.headers.get('content-security-policy')?.split('; ').sort()).toEqual(
    [
      "default-src 'none'",
      `script-src ${hashOf('script')}`,
      `style-src ${hashOf('style')}`,
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ].sort(),
  );
  expect(text.match(/<script|<style/g)).toEqual(['<style', '<script']);
  // Namespaces of XML are names, and are not asked for.
  expect(text.replace(/http:\/\/www\.w3\.org\/\w+\/\w+/g, '')).not.toMatch(/https?:\/\/|@import|url\((?!#)/);
});

test('a browser that has it is not sent it again', async () => {
  const { headers } = await get();
  const etag = headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[\w-]+"$/);
  const again = await get({ headers: { 'if-none-match': etag } });
  expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
  expect((await get({ headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  expect(builtPage().headers['cache-control']).toBe('no-cache');
});

test('HEAD has the headers alone, and other methods are refused', async () => {
  const head = await get({ method: 'HEAD' });
  expect([head.status, await head.text(), head.headers.has('etag')]).toEqual([200, '', true]);
  expect((await get({ method: 'POST' })).status).toBe(404);
});

test('a page of another origin is refused it', async () => {
  expect((await get({ headers: { origin: 'http://evil.example' } })).status).toBe(403);
});

test('a checkout that was not built says so, and says where the report is', async () => {
  const unbuilt = await serve({});
  try {
    const answer = await fetch(`${unbuilt.url}/_fake-ecr/`);
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { message: expect.stringContaining('GET /_fake-ecr/report') as string },
    ]);
  } finally {
    await unbuilt.close();
  }
});

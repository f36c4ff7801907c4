import { serve } from '../../../src/fake/serve.js';

test('a browser at the address of the endpoint finds the report from there', async () => {
  const server = await serve({});
  try {
    const answer = await fetch(server.url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const [, path = ''] = /href="([^"]+report)"/.exec(await answer.text()) ?? [];
    const report = await fetch(new URL(path, server.url));
    expect(await report.text()).toContain('<h1>');
    expect(server.ecr.calls).toEqual([]);
    const head = await fetch(server.url, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  } finally {
    await server.close();
  }
});

test.each([
  ['a client of the API', { headers: { 'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.ListImages' } }],
  ['whoever signs', { headers: { authorization: 'AWS4-HMAC-SHA256 …'.replace('…', 'x') } }],
  ['whoever posts', { method: 'POST' }],
])('%s gets no page', async (_who, init: RequestInit) => {
  const server = await serve({});
  try {
    const answer = await fetch(server.url, init);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await answer.text()).not.toContain('<p>');
  } finally {
    await server.close();
  }
});

import { CONTROL_PREFIX, type ControlAnswer } from './control.js';

/** The parts of a request that distinguish a browser from a client of the API. */
interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/**
 * The page for opening the endpoint's address in a browser.
 *
 * @returns a page that points to the console, to the report and to the control routes; undefined for a client of the API
 */
export function frontPage({ method, path, headers }: Request): ControlAnswer | undefined {
  if (path !== '/' || (method !== 'GET' && method !== 'HEAD')) return undefined;
  if (headers['x-amz-target'] !== undefined || headers['authorization'] !== undefined) return undefined;
  const link = (route: string) => `<a href="${CONTROL_PREFIX}${route}">${CONTROL_PREFIX}${route}</a>`;
  const body = `<!doctype html>
<title>fake-ecr</title>
<p>This is fake-ecr, an endpoint for the AWS CLI and SDKs.</p>
<ul>
<li>${link('')}: the console, live
<li>${link('report')}: the world, and what happened in it
<li>${link('inspect')}: the world as a tree
<li>${link('topology')}: where images replicate to
</ul>
`;
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: method === 'HEAD' ? '' : body,
  };
}

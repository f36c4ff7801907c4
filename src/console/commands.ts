/** What a button does, and how to do the same from a terminal and from a test. */

/** A request that changes the world. */
export interface Command {
  /** Behind `/_fake-ecr/`. */
  readonly route: string;
  /** Sent as JSON; nothing if it is absent. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** A statement of TypeScript, in which `ecr` is the world. */
  readonly code: string;
}

/** Which calls are to fail; what is left out does not matter. */
export interface FailureScope {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly repository?: string | undefined;
}

/** @param to the key of a registry; all pending work if it is absent */
export function settleCommand(to?: string): Command {
  if (to === undefined) return { route: 'settle', code: 'ecr.settle();' };
  return { route: 'settle', body: { to }, code: `ecr.settle({ to: ${registryCode(to)} });` };
}

export function advanceCommand(milliseconds: number): Command {
  return { route: 'advance', body: { milliseconds }, code: `ecr.clock.advance(${grouped(milliseconds)});` };
}

export function resetCommand(): Command {
  return { route: 'reset', code: 'ecr.reset();' };
}

export function outageCommand(region: string): Command {
  return { route: 'outage', body: { region }, code: `const outage = ecr.outage(${quoted(region)});` };
}

export function endOutageCommand(region: string): Command {
  return { route: 'outage', body: { region, end: true }, code: 'outage.end();' };
}

/** @param to the key of a registry */
export function stallCommand(to?: string, repository?: string): Command {
  const which = {
    ...(to === undefined ? {} : { to }),
    ...(repository === undefined ? {} : { repository }),
  };
  const members = [
    ...(to === undefined ? [] : [`to: ${registryCode(to)}`]),
    ...(repository === undefined ? [] : [`repository: ${quoted(repository)}`]),
  ];
  const given = members.length === 0 ? '' : `{ ${members.join(', ')} }`;
  return { route: 'stall', body: which, code: `const stall = ecr.stallReplication(${given});` };
}

export function endStallCommand(to?: string, repository?: string): Command {
  const { body } = stallCommand(to, repository);
  return { route: 'stall', body: { ...body, end: true }, code: 'stall.end();' };
}

/** @param times how often; `always` until it is ended */
export function failCommand(
  operation: string,
  code: string,
  times: number | 'always',
  scope: FailureScope = {},
): Command {
  const given = Object.entries(scope).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const members = given.map(([name, value]) => `${name}: ${quoted(value)}`).join(', ');
  const often = times === 'always' ? 'always()' : times === 1 ? 'once()' : `times(${times})`;
  return {
    route: 'fail',
    body: { operation, code, times, ...Object.fromEntries(given) },
    code: `const fault = ecr.fail(${quoted(operation)}${members === '' ? '' : `, { ${members} }`}).with(${quoted(code)}).${often};`,
  };
}

/** Ends what {@link failCommand} has begun, however often it was to be. */
export function endFailCommand(operation: string, code: string, scope: FailureScope = {}): Command {
  const given = Object.entries(scope).filter(([, value]) => Boolean(value));
  return {
    route: 'fail',
    body: { operation, code, ...Object.fromEntries(given), end: true },
    code: 'fault.end();',
  };
}

/**
 * @param to the key of a registry
 * @param from the account to let in, twelve digits
 */
export function grantCommand(to: string, from: string): Command {
  return {
    route: 'grant',
    body: { to, from },
    code: `${registryCode(to)}.allowReplicationFrom(${quoted(from)});`,
  };
}

/**
 * The command as a line for a shell.
 *
 * @param origin of the endpoint, for example `http://127.0.0.1:4566`
 */
export function shellOf({ route, body }: Command, origin: string): string {
  const data = body === undefined ? '' : ` -d '${JSON.stringify(body).replaceAll("'", `'\\''`)}'`;
  return `curl -X POST ${origin}/_fake-ecr/${route}${data}`;
}

function registryCode(key: string): string {
  const [account = '', region = ''] = key.split('/');
  return `ecr.registry(${quoted(account)}, ${quoted(region)})`;
}

/** A literal of TypeScript. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}'`;
}

function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, '_');
}

import { FakeEcrError } from '../../lib/misuse.js';

/** The parts of an SDK command from which its name can be read. */
interface Command {
  readonly schema?: unknown;
  readonly resolveMiddleware?: unknown;
}

const ECR_NAMESPACE = 'com.amazonaws.ecr';
const ECR_CLIENT = 'ECRClient';

/** The first entry of an operation's schema, if schemas are lists. */
const OPERATION = 9;

const names = new WeakMap<object, string>();

/**
 * The operation of a command, from any copy of the SDK, even if a minifier renamed its class: the schema and the
 * command's description contain the name as text.
 *
 * @returns for example `PutImage`; for a command of another service the name is prefixed with the service
 * @throws FakeEcrError if it is not a command
 */
export function commandName(command: unknown): string {
  if (typeof command !== 'object' || command === null) throw noCommand(command);
  const { constructor } = command;
  const cached = names.get(constructor);
  if (cached !== undefined) return cached;
  const name = nameFromSchema(command) ?? nameFromDescription(command) ?? nameFromClass(constructor);
  if (name === undefined) throw noCommand(command);
  // Not cached for plain objects, which all have the same class.
  if (constructor !== Object) names.set(constructor, name);
  return name;
}

function nameFromSchema({ schema }: Command): string | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined;
  const [kind, namespace, name] = Array.isArray(schema)
    ? (schema as unknown[])
    : [OPERATION, (schema as { namespace?: unknown }).namespace, (schema as { name?: unknown }).name];
  if (kind !== OPERATION || typeof name !== 'string') return undefined;
  return namespace === ECR_NAMESPACE ? name : `${String(namespace)}#${name}`;
}

/**
 * A command passes its description to the method that builds its handler. This calls it on a double of the command
 * whose method only returns the description, so nothing is built.
 */
function nameFromDescription(command: Command): string | undefined {
  if (typeof command.resolveMiddleware !== 'function') return undefined;
  const double = Object.create(command, {
    resolveMiddlewareWithContext: { value: (...given: unknown[]) => given[3] },
  }) as { resolveMiddleware(...given: unknown[]): unknown };
  try {
    const description = double.resolveMiddleware(undefined, {}, {});
    const { clientName, commandName: name } = description as { clientName?: string; commandName?: string };
    const operation = operationOf(name);
    return clientName === ECR_CLIENT || operation === undefined ? operation : `${clientName}#${operation}`;
  } catch {
    return undefined;
  }
}

function nameFromClass(constructor: unknown): string | undefined {
  return typeof constructor === 'function' ? operationOf(constructor.name) : undefined;
}

function operationOf(name: string | undefined): string | undefined {
  return /^(\w+)Command$/.exec(name ?? '')?.[1];
}

function noCommand(given: unknown): FakeEcrError {
  const what = given === null ? 'null' : typeof given === 'object' ? 'an object' : `${typeof given}`;
  return new FakeEcrError(
    `send() was given ${what}, which is not a command of the SDK.`,
    'Give it one, for example new ListImagesCommand({ repositoryName }).',
  );
}

import * as sdk from '@aws-sdk/client-ecr';
import { ListImagesCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { operationNames } from '../../../src/api/facts.js';
import { commandName } from '../../../src/doors/client-mock/command-name.js';
import { anotherSdk } from './recording-dispatcher.js';

type CommandClass = new (input: object) => object;

function commandsOf(module: object): [string, CommandClass][] {
  return Object.entries(module as Record<string, CommandClass>).filter(
    ([name]) => /^[A-Z]\w+Command$/.test(name) && name !== '$Command',
  );
}

/** A command class as a minifier leaves it. */
function minified(Command: CommandClass): CommandClass {
  const Renamed = class extends Command {};
  Object.defineProperty(Renamed, 'name', { value: 'e' });
  return Renamed;
}

test('every command of the SDK is known by its operation', () => {
  const names = commandsOf(sdk).map(([, Command]) => commandName(new Command({})));
  expect(names.map((name) => `${name}Command`)).toEqual(commandsOf(sdk).map(([name]) => name));
  expect(names).toEqual(expect.arrayContaining([...operationNames]));
});

test('commands of another copy are known', () => {
  const [, Command] = commandsOf(anotherSdk()).find(([name]) => name === 'PutImageCommand') ?? [];
  expect(Command).not.toBe(PutImageCommand);
  expect(commandName(new (Command as CommandClass)({}))).toBe('PutImage');
});

test('commands are known if a minifier renamed their classes', () => {
  expect(commandName(new (minified(PutImageCommand as CommandClass))({}))).toBe('PutImage');
});

test('commands without a schema are known by how they describe themselves', () => {
  const built: unknown[] = [];
  class e {
    readonly input = {};
    resolveMiddleware(...given: unknown[]): unknown {
      return this.resolveMiddlewareWithContext(...given, {
        clientName: 'ECRClient',
        commandName: 'DescribeImagesCommand',
      });
    }
    resolveMiddlewareWithContext(...given: unknown[]): unknown {
      return built.push(given);
    }
  }
  expect(commandName(new e())).toBe('DescribeImages');
  expect(built).toEqual([]);
});

test('the description is that of the real commands', () => {
  const command = new ListImagesCommand({ repositoryName: 'payments' });
  Object.defineProperty(command, 'schema', { value: undefined });
  const Renamed = minified(ListImagesCommand as CommandClass);
  Object.setPrototypeOf(command, Renamed.prototype as object);
  expect(commandName(command)).toBe('ListImages');
});

test('commands with neither are known by the name of their class', () => {
  class DescribeImagesCommand {
    readonly input = {};
  }
  expect(commandName(new DescribeImagesCommand())).toBe('DescribeImages');
});

test('schemas that are objects are understood', () => {
  class e {
    readonly schema = { name: 'ListImages', namespace: 'com.amazonaws.ecr', traits: 0 };
  }
  expect(commandName(new e())).toBe('ListImages');
});

test('a schema that is not that of an operation gives no name', () => {
  class ListImagesCommand {
    constructor(readonly schema: unknown) {}
  }
  const STRUCTURE = 3;
  for (const schema of [
    [STRUCTURE, 'com.amazonaws.ecr', 'PutImageRequest'],
    { name: 5, namespace: 'com.amazonaws.ecr' },
  ]) {
    expect(commandName(new ListImagesCommand(schema))).toBe('ListImages');
  }
  expect(() => commandName({ schema: [STRUCTURE, 'com.amazonaws.ecr', 'PutImageRequest'] })).toThrow(
    'send() was given an object, which is not a command of the SDK.',
  );
});

test('plain objects that look like commands are each their own', () => {
  const like = (name: string) => ({ schema: { name, namespace: 'com.amazonaws.ecr' } });
  expect([like('ListImages'), like('PutImage')].map(commandName)).toEqual(['ListImages', 'PutImage']);
});

test.each([
  [{ clientName: 'STSClient', commandName: 'AssumeRoleCommand' }, 'STSClient#AssumeRole'],
  // What describes no operation is known by its class.
  [{ clientName: 'STSClient', commandName: 'nothing' }, 'DescribeImages'],
  [{ clientName: 'ECRClient' }, 'DescribeImages'],
])('a command that describes itself as %j is %s', (description, name) => {
  class DescribeImagesCommand {
    resolveMiddleware(...given: unknown[]): unknown {
      return this.resolveMiddlewareWithContext(...given, description);
    }
    resolveMiddlewareWithContext(...given: unknown[]): unknown {
      return given;
    }
  }
  expect(commandName(new DescribeImagesCommand())).toBe(name);
});

test('commands of other services are not taken for those of ECR', () => {
  expect(commandName(new AssumeRoleCommand({ RoleArn: 'a', RoleSessionName: 'b' }))).toBe(
    'com.amazonaws.sts#AssumeRole',
  );
});

test.each([undefined, null, 'ListImages', 5, {}, { input: {} }, new Date(), Object.create(null) as object])(
  '%p is not a command',
  (given) => {
    expect(() => commandName(given)).toThrow(/^\[fake-ecr\] send\(\) was given .*, which is not a command/);
  },
);

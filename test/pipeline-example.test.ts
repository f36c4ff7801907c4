/** The example of a pipeline: read as text, where no engine runs it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readCommand } from '../src/cli/arguments.js';
import { version } from '../src/cli/version.js';
import { fakeEcrWorld } from '../src/fake/fake-world.js';
import type { Seed } from '../src/index.js';

const read = (file: string) => readFileSync(join(__dirname, '../examples/pipeline', file), 'utf8');

/** The lines of a Dockerfile, each whole. */
const instructions = read('Dockerfile')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => /^[A-Z]/.test(line));

/** What a line of a Dockerfile says in the form of JSON. */
function argumentsOf(instruction: RegExp): string[] {
  const line = instructions.find((one) => instruction.test(one)) ?? '';
  return JSON.parse(/\[.*\]$/.exec(line)?.[0] ?? 'null') as string[];
}

interface Service {
  build?: string;
  command?: string[];
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  environment?: Record<string, string>;
}

test('the image serves as a user without rights, says whether it is ready, and ends at SIGTERM', () => {
  expect(instructions).toEqual(expect.arrayContaining(['USER node', 'EXPOSE 4566', 'STOPSIGNAL SIGTERM']));
  const [program, ...line] = argumentsOf(/^ENTRYPOINT/);
  expect(program).toBe('fake-ecr');
  expect(readCommand(line)).toMatchObject({ name: 'serve', host: '0.0.0.0', port: 4566 });
  expect(argumentsOf(/^HEALTHCHECK/).at(-1)).toBe('http://127.0.0.1:4566/_fake-ecr/ready');
});

test('the image has this version', () => {
  expect(instructions).toContain(`ARG FAKE_ECR_VERSION=${version}`);
});

test('compose waits for readiness, publishes on loopback alone, and leads clients to the service', () => {
  const { services } = parse(read('compose.yaml')) as { services: Record<string, Service> };
  const { ecr, tests } = services as { ecr: Service; tests: Service };
  const [, ...line] = argumentsOf(/^ENTRYPOINT/);
  expect(readCommand([...line, ...(ecr.command ?? [])])).toMatchObject({
    seeds: ['/world.json'],
    allowedHosts: ['ecr'],
  });
  expect(ecr.ports).toEqual(['127.0.0.1:4566:4566']);
  expect(tests.depends_on).toEqual({ ecr: { condition: 'service_healthy' } });
  expect(tests.environment).toMatchObject({
    AWS_ENDPOINT_URL_ECR: 'http://ecr:4566',
    AWS_ENDPOINT_URL_STS: 'http://ecr:4566',
    AWS_ACCESS_KEY_ID: '111122223333',
  });
});

test('each command line of the workflow is one', () => {
  const { jobs } = parse(read('workflow.yml')) as { jobs: { test: { steps: { run?: string }[] } } };
  const lines = jobs.test.steps.flatMap(({ run }) => /^npx fake-ecr (.*)$/.exec(run ?? '')?.[1] ?? []);
  expect(lines.map((line) => readCommand(line.split(' ')).name)).toEqual(['exec', 'serve']);
});

test('the world of the example is a seed', () => {
  const world = fakeEcrWorld().seed(JSON.parse(read('world.json')) as Seed);
  expect(world.registry('111122223333', 'eu-west-1').repository('app').images).toHaveLength(1);
});

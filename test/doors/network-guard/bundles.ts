/**
 * Run by bundles.test.ts as a process of its own, in ES modules: prints how calls end of a bundled copy of the SDK, as
 * an ES module and as CommonJS, and of the copy that is imported. The resolver knows no name, and remembers them.
 */
import dns from 'node:dns';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Sdk from '@aws-sdk/client-ecr';
import { build } from 'esbuild';
import { fakeEcr } from '../../../src/index.js';

const ROOT = join(import.meta.dirname, '../../../node_modules/.cache/bundled-sdk');
const settings = {
  region: 'us-west-2',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  maxAttempts: 1,
};
const names: string[] = [];

dns.lookup = ((name: string, ...rest: unknown[]) => {
  names.push(name);
  (rest.at(-1) as (error: Error) => void)(new Error(`no ${name}`));
}) as never;

async function bundle(format: 'esm' | 'cjs'): Promise<string> {
  const outfile = join(ROOT, format === 'esm' ? 'sdk.mjs' : 'sdk.cjs');
  await build({
    stdin: {
      contents: "export { ECRClient, DescribeRegistryCommand } from '@aws-sdk/client-ecr';",
      resolveDir: import.meta.dirname,
    },
    outfile,
    format,
    bundle: true,
    minify: true,
    platform: 'node',
    logLevel: 'error',
    // What is CommonJS in an ES module asks for Node's own modules this way.
    ...(format === 'esm'
      ? {
          banner: {
            js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
          },
        }
      : {}),
  });
  return outfile;
}

async function call({ ECRClient, DescribeRegistryCommand }: typeof Sdk): Promise<string> {
  return new ECRClient(settings).send(new DescribeRegistryCommand({})).then(
    () => 'answered',
    (error: Error) => error.message,
  );
}

async function main(): Promise<void> {
  const files = [await bundle('esm'), await bundle('cjs')] as const;
  const esm = (await import(pathToFileURL(files[0]).href)) as typeof Sdk;
  const cjs = createRequire(import.meta.url)(files[1]) as typeof Sdk;
  const ecr = fakeEcr();
  const report = {
    esm: await call(esm),
    cjs: await call(cjs),
    imported: await call(await import('@aws-sdk/client-ecr')),
    attached: await call(ecr.attach(esm) && esm),
    names,
  };
  ecr.restore();
  rmSync(ROOT, { recursive: true, force: true });
  process.stdout.write(JSON.stringify(report));
}

void main();

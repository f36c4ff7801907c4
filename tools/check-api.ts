/**
 * The public API against its reports in `etc`, one for each entry: a change shows in a review, and does not happen by
 * accident. Needs a build. `--write` writes the reports anew.
 */
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

const ROOT = resolve(import.meta.dirname, '..');
const ENTRIES = ['index', 'matchers', 'jest', 'request-handler', 'http', 'sts', 'iac'];
const isWriting = process.argv.includes('--write');

/** What the extractor wants to see of the compiler's options. */
const tsconfig = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2023', 'ESNext.Disposable'],
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    types: ['node', 'jest'],
    skipLibCheck: true,
  },
};

function reportOf(entry: string): boolean {
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: ROOT,
      mainEntryPointFilePath: join(ROOT, `dist/${entry}.d.cts`),
      compiler: { overrideTsconfig: tsconfig },
      apiReport: {
        enabled: true,
        // What public classes inherit, and what types are made of, changes for users too; once tells it all.
        includeForgottenExports: entry === 'index',
        reportFileName: `${entry}.api.md`,
        reportFolder: join(ROOT, 'etc'),
        reportTempFolder: join(tmpdir(), 'fake-ecr-api'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      newlineKind: 'lf',
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(ROOT, 'package.json'),
  });
  const { apiReportChanged } = Extractor.invoke(config, {
    localBuild: isWriting,
    showVerboseMessages: false,
  });
  if (apiReportChanged && !isWriting) {
    console.error(`The API of ${entry} differs from etc/${entry}.api.md. If it should: npm run generate:api`);
    return false;
  }
  return true;
}

const results = ENTRIES.map(reportOf);
if (results.includes(false)) process.exitCode = 1;
else console.log(`the API is as reported, in ${ENTRIES.length} entries`);

import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { SdkModule } from './sdk-module.js';

/** A copy of the SDK that was loaded as CommonJS, as the SDK is under Node whoever imports it. */
export interface LoadedCopy {
  readonly path: string;
  readonly sdk: SdkModule;
}

const ENTRY = /[\\/]@aws-sdk[\\/]client-ecr[\\/]dist-cjs[\\/]index\.js$/;

/**
 * The copies of `@aws-sdk/client-ecr` in the module registry that is in force: that of Node, or that of the
 * runner's sandbox. A copy within a bundle, an isolated registry or native ES modules is not to be found.
 */
export function loadedCopies(): readonly LoadedCopy[] {
  const copies: LoadedCopy[] = [];
  const cache = registry();
  for (const path of Reflect.ownKeys(cache)) {
    if (typeof path !== 'string' || !path.endsWith('index.js') || !ENTRY.test(path)) continue;
    const sdk = cache[path]?.exports as Partial<SdkModule> | undefined;
    if (typeof sdk?.ECRClient === 'function') copies.push({ path, sdk: sdk as SdkModule });
  }
  return copies;
}

/** Asked for each time: runners exchange it. From any file of this process it is the same. */
function registry(): Record<string, { readonly exports?: unknown } | undefined> {
  return createRequire(join(process.cwd(), 'index.js')).cache;
}

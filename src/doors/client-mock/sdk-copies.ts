import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { SdkModule } from './sdk-module.js';

/** A copy of the SDK that was loaded as CommonJS, which Node does for import and require alike. */
export interface LoadedCopy {
  readonly path: string;
  readonly sdk: SdkModule;
}

const ENTRY = /[\\/]@aws-sdk[\\/]client-ecr[\\/]dist-cjs[\\/]index\.js$/;

/**
 * The copies of `@aws-sdk/client-ecr` in the current module registry: that of Node, or of the runner's sandbox. A
 * copy in a bundle, an isolated registry or native ES modules cannot be found.
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

/** Read each time, since runners replace it. It is the same for every file of this process. */
function registry(): Record<string, { readonly exports?: unknown } | undefined> {
  return createRequire(join(process.cwd(), 'index.js')).cache;
}

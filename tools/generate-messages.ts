/** Writes the list of messages in docs/troubleshooting.md: `npm run generate:messages`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { troubleshootingPage } from './messages.js';
import { ROOT } from './packed-package.js';

writeFileSync(join(ROOT, 'docs/troubleshooting.md'), troubleshootingPage(ROOT));

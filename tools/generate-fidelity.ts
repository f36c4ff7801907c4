/** Writes docs/fidelity.md: run `npm run generate:fidelity`. */
import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { fidelityDocument } from './fidelity.js';

const target = 'docs/fidelity.md';
const options = (await resolveConfig(target)) ?? {};
writeFileSync(target, await format(fidelityDocument(process.cwd()), { ...options, parser: 'markdown' }));

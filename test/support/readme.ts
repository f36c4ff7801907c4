import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PrintedFiles, printedFiles } from './printed-suite.js';

/** The README, as readers have it before them. */
export const README = readFileSync(join(__dirname, '../../README.md'), 'utf8');

/** The TypeScript files that the README shows. */
export const readmeFiles = (): PrintedFiles => printedFiles(README);

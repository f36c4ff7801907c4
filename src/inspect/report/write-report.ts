import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shown } from '../../lib/arguments.js';
import { FakeEcrError } from '../../lib/misuse.js';

/**
 * Writes a report; missing folders are created.
 *
 * @throws FakeEcrError that says why it could not be written
 */
export function writeReport(file: string | URL, html: string): void {
  const path = pathOf(file);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, html);
  } catch (error) {
    throw new FakeEcrError(
      `The report could not be written to ${path}: ${(error as Error).message}.`,
      'Give the path of a file in a folder that can be written to, for example reports/ecr.html.',
    );
  }
}

function pathOf(file: unknown): string {
  if (typeof file === 'string' && file !== '') return file;
  if (file instanceof URL && file.protocol === 'file:') return fileURLToPath(file);
  throw new FakeEcrError(
    `The report can't be written to ${file === '' ? 'a path without a name' : shown(file)}.`,
    'Give the path of a file, for example reports/ecr.html, or its file: URL.',
  );
}

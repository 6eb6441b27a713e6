import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { containsMyNumber, isMyNumber } from '@app/japan';

const ROOT = join(import.meta.dirname, '..');
/** Made, installed or somebody else's; what .gitignore names. */
const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', '.local', '.git']);
/** Checksums of packages: digits that nobody wrote. */
const CHECKSUMS = new Set(['package-lock.json']);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name) || CHECKSUMS.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}

/** Lines that hold a valid number, without it: whoever looks finds it there. */
const linesWithNumbers = (text: string): number[] =>
  text.split('\n').flatMap((line, index) => (containsMyNumber(line) ? [index + 1] : []));

describe('the files of this repository', () => {
  it('hold no valid My Number in any writing', () => {
    const files = filesBelow(ROOT);
    expect(files.length).toBeGreaterThan(500);
    const found = files.flatMap((file) =>
      linesWithNumbers(readFileSync(file, 'utf8')).map((line) => `${relative(ROOT, file)}:${line}`),
    );
    expect(found).toEqual([]);
  });

  it('would be found out', () => {
    const number = [...'0123456789'].map((last) => `55555555555${last}`).find(isMyNumber) ?? '';
    const text = `first\n"myNumber": "${number.slice(0, 4)} ${number.slice(4, 8)}-${number.slice(8)}"\n`;
    expect(linesWithNumbers(text)).toEqual([2]);
  });
});

import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withSecretFiles } from './secret-files.js';

const folder = mkdtempSync(join(tmpdir(), 'madoguchi-secrets-'));
const fileWith = (text: string): string => {
  const file = join(folder, `secret-${text.length}`);
  writeFileSync(file, text);
  return file;
};

describe('secrets from files', () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it('stand under the name without _FILE, without the line break at the end', () => {
    const environment = { DB_PASSWORD_FILE: fileWith(' a b \n'), OTHER: 'x' };
    expect(withSecretFiles(environment, ['DB_PASSWORD'])).toEqual({
      ...environment,
      DB_PASSWORD: ' a b ',
    });
  });

  it('are read for the named variables only, and need no file', () => {
    const environment = { DB_PASSWORD: 'plain', PRIVATE_KEY_FILE: '/nowhere' };
    expect(withSecretFiles(environment, ['DB_PASSWORD'])).toEqual(environment);
  });

  it.each([
    ['cannot be read', { DB_PASSWORD_FILE: '/nowhere' }, 'DB_PASSWORD_FILE names a file'],
    ['is empty', { DB_PASSWORD_FILE: fileWith('\n') }, 'DB_PASSWORD_FILE names a file'],
    [
      'is given beside the secret itself',
      { DB_PASSWORD: 'plain', DB_PASSWORD_FILE: fileWith('hidden') },
      'DB_PASSWORD and DB_PASSWORD_FILE are both set',
    ],
  ])('are refused when the file %s, and never quoted', (_what, environment, message) => {
    const load = (): unknown => withSecretFiles(environment, ['DB_PASSWORD']);
    expect(load).toThrow(message);
    expect(load).not.toThrow(/plain|hidden/);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSecrets } from './secrets-folder.js';

describe('The folder of secrets', () => {
  let folder: string;
  const all = (): Map<string, string> =>
    new Map(
      readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), 'utf8')]),
    );

  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'madoguchi-make-secrets-')), 'secrets');
  });
  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  it('is its owner’s alone, and what is in it can be read in a container', async () => {
    await makeSecrets(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of ['postgres_password', 'compose.env', 'keys/resident.private.pem'])
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o444);
  });

  it('has a different password in every file, without a line break', async () => {
    const { made } = await makeSecrets(folder);
    const files = all();
    expect(files.size).toBe(made);
    const passwords = [...files].filter(([name]) => name.endsWith('_password'));
    expect(new Set(passwords.map(([, text]) => text)).size).toBe(passwords.length);
    for (const [, text] of passwords) expect(text).toMatch(/^[0-9a-f]{48}$/);
  });

  it('is never overwritten, and completed when something is missing', async () => {
    await makeSecrets(folder);
    const first = all();
    expect((await makeSecrets(folder)).made).toBe(0);
    expect(all()).toEqual(first);
    unlinkSync(join(folder, 'resident_db_password'));
    expect((await makeSecrets(folder)).made).toBe(1);
    const { size } = all();
    expect(size).toBe(first.size);
    first.delete('resident_db_password');
    expect([...all()]).toEqual(expect.arrayContaining([...first]));
  });

  it('names the cluster and itself for compose', async () => {
    const { environmentFile } = await makeSecrets(folder);
    expect(readFileSync(environmentFile, 'utf8')).toMatch(
      new RegExp(`^MADOGUCHI_SECRETS=${folder}\nKAFKA_CLUSTER_ID=[\\w][\\w-]{21}\n$`),
    );
  });
});

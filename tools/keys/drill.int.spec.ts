import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { urlWith } from '@app/persistence';
import { testKeyStores, type TestKeyStores } from '@app/privacy/testing';
import { runKeys } from './run-keys.js';

let said: string[] = [];
const say = (line: string): void => void said.push(line);

describe('the restore drill', () => {
  it('shows what comes back and what does not', async () => {
    said = [];
    expect(await runKeys(['drill'], { environment: {}, say, complain: say })).toBe(0);
    expect(said.filter((line) => !line.startsWith('✓'))).toEqual([]);
    expect(said).toHaveLength(13);
  }, 120_000);
});

describe('a backup of the key database', () => {
  let stores: TestKeyStores;
  let folder: string;

  beforeAll(async () => {
    stores = await testKeyStores(['life-events', 'childcare']);
    folder = join(await mkdtemp(join(tmpdir(), 'backup-')), 'keys');
  });
  afterAll(async () => {
    await stores.drop();
    await rm(join(folder, '..'), { recursive: true });
  });

  async function run(...words: string[]): Promise<number> {
    said = [];
    const url = urlWith(stores.adminUrl, { database: stores.databaseName });
    return runKeys(words, { environment: { KEYS_ADMIN_URL: url }, say, complain: say });
  }

  it('is its owner’s alone and holds no key that opens anything', async () => {
    const caseId = randomUUID();
    const keys = await stores.of('life-events').issue([{ caseId, reader: 'childcare' }], 'event');
    expect(keys.isErased(caseId)).toBe(false);
    expect(await run('backup', folder, '--days', '7')).toBe(0);
    const [name = ''] = await readdir(folder);
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(folder, name), 'utf8')).toContain(caseId);
  });

  it('is removed when its life is over, by the next one', async () => {
    const [name = ''] = await readdir(folder);
    const old = (await readFile(join(folder, name), 'utf8')).replace(
      /"expiresAt":"[^"]+"/,
      '"expiresAt":"2026-01-01T00:00:00.000Z"',
    );
    await writeFile(join(folder, 'keys-old.backup'), old);
    expect(await run('backup', folder, '--days', '7')).toBe(0);
    expect(said.join()).toContain('keys-old.backup is removed');
    expect((await readdir(folder)).includes('keys-old.backup')).toBe(false);
  });

  it('does not go into a database that holds keys, nor without the list of erased cases', async () => {
    const [name = ''] = await readdir(folder);
    const list = join(folder, 'erased');
    await writeFile(list, '');
    expect(await run('restore', join(folder, name), '--erased', list)).toBe(1);
    expect(await run('restore', join(folder, name))).toBe(2);
    await writeFile(list, 'no case\n');
    expect(await run('restore', join(folder, name), '--erased', list)).toBe(2);
  });
});

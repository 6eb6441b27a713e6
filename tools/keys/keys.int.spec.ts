import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { SERVICES, type ServiceName } from '@app/contracts';
import { urlWith } from '@app/persistence';
import {
  PostgresKeyStore,
  developmentKeys,
  openParts,
  sealable,
  type DevelopmentKeys,
  type SealHeader,
} from '@app/privacy';
import { testKeyStores, type TestKeyStores } from '@app/privacy/testing';
import { runKeys } from './run-keys.js';

const ROTATED = 'life-events';
const CASES = 40;

describe('changing a service’s key pair', () => {
  let stores: TestKeyStores;
  let keys: DevelopmentKeys;
  let folder: string;
  let admin: pg.Client;
  let said: string[] = [];
  const opened: PostgresKeyStore[] = [];
  const sealed: { header: SealHeader; jwe: string }[] = [];

  beforeAll(async () => {
    stores = await testKeyStores();
    folder = await mkdtemp(join(tmpdir(), 'rotation-'));
    keys = await developmentKeys(folder, SERVICES);
    const url = urlWith(stores.adminUrl, { database: stores.databaseName });
    admin = new pg.Client({ connectionString: url });
    await admin.connect();
  });
  afterAll(async () => {
    await Promise.all(opened.map((store) => store.close()));
    await admin.end();
    await stores.drop();
    await rm(folder, { recursive: true });
  });

  /** As a process that has just started, with nothing in its memory. */
  async function storeOf(service: ServiceName): Promise<PostgresKeyStore> {
    const store = new PostgresKeyStore({
      service,
      url: stores.urlOf(service),
      keys: await keys.keysOf(service),
      poolSize: 2,
    });
    opened.push(store);
    return store;
  }

  const environment = (): Record<string, string> =>
    Object.fromEntries(
      SERVICES.map((service) => [
        `${service.toUpperCase().replaceAll('-', '_')}_KEYS_DB_URL`,
        stores.urlOf(service),
      ]),
    );

  async function run(...words: string[]): Promise<number> {
    said = [];
    const say = (line: string): void => void said.push(line);
    return runKeys([...words, '--keys', folder], {
      environment: environment(),
      say,
      complain: say,
    });
  }

  /** One part from the rotated service, one to it, one that it keeps for itself. */
  async function seal(writers: ReadonlyMap<ServiceName, PostgresKeyStore>): Promise<void> {
    const caseId = randomUUID();
    for (const [writer, reader] of [
      [ROTATED, 'childcare'],
      ['applications', ROTATED],
      [ROTATED, ROTATED],
    ] as const) {
      const header = { caseId, writer, reader, type: 'madoguchi.test', sequence: 1 };
      const issued = await writers.get(writer)!.issue([{ caseId, reader }], 'event');
      sealed.push({ header, jwe: sealable(issued, { name: '青葉' }).seal(header) });
    }
  }

  const writers = async (): Promise<Map<ServiceName, PostgresKeyStore>> =>
    new Map([
      [ROTATED, await storeOf(ROTATED)],
      ['applications', await storeOf('applications')],
    ]);

  /** How many of all sealed parts their readers can open, each in a process that has just started. */
  async function readable(): Promise<number> {
    let count = 0;
    for (const reader of ['childcare', ROTATED] as const) {
      const own = sealed.filter(({ header }) => header.reader === reader);
      const parts = own.map(({ header, jwe }) => ({ jwe, expected: header }));
      const read = await openParts(await storeOf(reader), parts, 'event');
      count += read.filter(({ state }) => state === 'opened').length;
    }
    return count;
  }

  async function rowsUnder(version: number): Promise<number> {
    const { rows } = await admin.query<{ count: string }>(
      `SELECT count(*) FROM key_data.case_key
       WHERE (writer = $1 AND writer_key = $2) OR (reader = $1 AND reader_key = $2)`,
      [ROTATED, version],
    );
    return Number(rows[0]!.count);
  }

  it('publishes a version that nobody uses before it is activated', async () => {
    const running = await writers();
    for (let one = 0; one < CASES; one += 1) await seal(running);
    expect(await run('rotate', ROTATED)).toBe(0);
    expect(await run('rotate', ROTATED)).toBe(0);
    expect(said[0]).toContain('Version 2');
    await seal(await writers());
    expect([await rowsUnder(1), await rowsUnder(2)]).toEqual([sealed.length, 0]);
    expect(await run('retire', ROTATED)).toBe(1);
  });

  it('is known to services that run, without a restart', async () => {
    const [reader, running] = [await storeOf('childcare'), await writers()];
    expect(await run('activate', ROTATED)).toBe(0);
    await seal(await writers());
    const { header, jwe } = sealed.at(-3)!;
    expect(await openParts(reader, [{ jwe, expected: header }], 'event')).toMatchObject([
      { state: 'opened' },
    ]);
    // Who has not read the files again goes on with the old version, and is understood.
    await seal(running);
    expect([(await rowsUnder(1)) > 0, await rowsUnder(2)]).toEqual([true, 3]);
    expect(await readable()).toBe(sealed.length);
  });

  it('killed in the midst of wrapping anew, goes on where it was', async () => {
    const middle = await admin.query<{ case_id: string }>(
      'SELECT case_id FROM key_data.case_key WHERE writer_key = 1 ORDER BY case_id LIMIT 1 OFFSET 50',
    );
    // It waits for a row in the middle, so it is killed when some are done and some are not.
    await admin.query('BEGIN');
    await admin.query('SELECT FROM key_data.case_key WHERE case_id = $1 FOR UPDATE', [
      middle.rows[0]!.case_id,
    ]);
    const child = spawn(
      process.execPath,
      ['dist/tools/keys.js', 'rewrap', ROTATED, '--keys', folder, '--batch', '7'],
      { env: { ...process.env, ...environment() }, stdio: 'ignore' },
    );
    const watcher = new pg.Client({ connectionString: stores.adminUrl });
    await watcher.connect();
    while (!(await isWaiting(watcher)) && child.exitCode === null);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await admin.query('ROLLBACK');
    await watcher.end();
    expect([(await rowsUnder(1)) > 0, (await rowsUnder(2)) > 3]).toEqual([true, true]);
    expect(await readable()).toBe(sealed.length);
    expect(await run('rewrap', ROTATED, '--batch', '7')).toBe(0);
    expect([await rowsUnder(1), await rowsUnder(2)]).toEqual([0, sealed.length]);
    expect(await readable()).toBe(sealed.length);
  });

  it('retires the former version under load: nothing is lost, and its private key is gone', async () => {
    const running = await writers();
    let loaded = true;
    const load = (async () => {
      while (loaded) await seal(running);
    })();
    expect(await run('retire', ROTATED)).toBe(0);
    loaded = false;
    await load;
    expect(await rowsUnder(1)).toBe(0);
    expect(await readable()).toBe(sealed.length);
    expect(await readFile(keys.privateKeyFile(ROTATED), 'utf8')).not.toContain('Version: 1');
    expect(await run('status')).toBe(0);
    expect(said.filter((line) => line.startsWith(ROTATED))).toEqual([
      expect.stringMatching(/version 2 {2}in use +\d+ rows/),
    ]);
  });

  it('leaves a process with the former version no way to wrap under it, and it goes on with the new one', async () => {
    const stale = await writers();
    expect([await run('rotate', ROTATED), await run('activate', ROTATED)]).toEqual([0, 0]);
    expect(await run('retire', ROTATED)).toBe(0);
    await seal(stale);
    expect([await rowsUnder(2), await readable()]).toEqual([0, sealed.length]);
  });

  it('explains itself, and says what is missing', async () => {
    expect(await run('--help')).toBe(0);
    for (const command of ['rotate', 'activate', 'rewrap', 'retire', 'status', 'agent'])
      expect(said.join('\n')).toContain(`  ${command} `);
    expect(await run('rotate', 'nobody')).toBe(2);
  });
});

async function isWaiting(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM pg_stat_activity WHERE application_name = '${ROTATED} keys' AND wait_event_type = 'Lock'`,
  );
  return (rowCount ?? 0) > 0;
}

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { CaseKeys } from './key-store.js';
import { PostgresKeyStore } from './postgres-key-store.js';
import { openPart, sealPart } from './seal.js';
import { openParts, requireKey, sealable } from './sealed-parts.js';
import { testKeyStores } from './testing/index.js';
import type { TestKeyStores } from './testing/index.js';

let stores: TestKeyStores;
beforeAll(async () => {
  stores = await testKeyStores();
});
afterAll(async () => {
  await stores.drop();
});

const writer = 'life-events';
const reader = 'childcare';
const headerOf = (caseId: string, sequence = 1) =>
  ({ caseId, writer, reader, type: 'madoguchi.test', sequence }) as const;
const seal = (keys: CaseKeys, caseId: string, content: object, sequence = 1): string =>
  sealable(keys, content).seal(headerOf(caseId, sequence));

async function sealedFor(caseId: string): Promise<string> {
  return seal(await stores.of(writer).issue([{ caseId, reader }], 'case-work'), caseId, {
    name: '青葉',
  });
}

async function asAdmin<R extends pg.QueryResultRow>(
  sql: string,
  values: unknown[] = [],
): Promise<R[]> {
  const url = new URL(stores.adminUrl);
  url.pathname = `/${stores.databaseName}`;
  return query<R>(url.href, sql, values);
}

async function query<R extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<R>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

const somebodyWaits = async (): Promise<boolean> =>
  (await asAdmin(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)).length > 0;

describe('the key of a writer and a reader about one case', () => {
  it('opens at the reader what the writer sealed, and again at the writer', async () => {
    const caseId = randomUUID();
    const jwe = await sealedFor(caseId);
    for (const service of [reader, writer] as const) {
      const keys = await stores.another(service).open([headerOf(caseId)], 'case-work');
      expect(openPart(keys.find(headerOf(caseId))!, headerOf(caseId), jwe)).toEqual({
        name: '青葉',
      });
    }
  });

  it('is not given to a third service', async () => {
    const caseId = randomUUID();
    await sealedFor(caseId);
    const keys = await stores.of('insurance').open([headerOf(caseId)], 'case-work');
    expect(keys.find(headerOf(caseId))).toBeUndefined();
  });

  it('is another one in the other direction, for another reader and for another case', async () => {
    const [caseId, other] = [randomUUID(), randomUUID()];
    await stores.of(writer).issue(
      [
        { caseId, reader },
        { caseId, reader: 'insurance' },
        { caseId: other, reader },
      ],
      'case-work',
    );
    await stores.of(reader).issue([{ caseId, reader: writer }], 'case-work');
    const rows = await asAdmin(
      'SELECT DISTINCT wrapped FROM key_data.case_key WHERE case_id = ANY ($1)',
      [[caseId, other]],
    );
    expect(rows).toHaveLength(4);
  });

  it('stays the same however often it is issued', async () => {
    const caseId = randomUUID();
    const jwe = await sealedFor(caseId);
    const again = await stores.another(writer).issue(
      [
        { caseId, reader },
        { caseId, reader },
      ],
      'case-work',
    );
    expect(openPart(again.find(headerOf(caseId))!, headerOf(caseId), jwe)).toBeDefined();
  });

  it('is one when several processes issue it at the same moment, in any order', async () => {
    const caseIds = Array.from({ length: 60 }, () => randomUUID());
    const pairs = caseIds.map((caseId) => ({ caseId, reader }) as const);
    const processes = Array.from({ length: 6 }, () => stores.another(writer));
    const issued = await Promise.all(
      processes.map((store, index) =>
        store.issue(index % 2 ? pairs : pairs.toReversed(), 'case-work'),
      ),
    );
    const opened = await stores.another(reader).open(
      caseIds.map((caseId) => headerOf(caseId)),
      'case-work',
    );
    for (const keys of issued) {
      for (const caseId of caseIds) {
        const jwe = seal(keys, caseId, { caseId });
        const key = opened.find(headerOf(caseId))!;
        expect(openPart(key, headerOf(caseId), jwe)).toEqual({ caseId });
      }
    }
  });

  it('serves what a service keeps for itself', async () => {
    const caseId = randomUUID();
    const keys = await stores.of(reader).issue([{ caseId, reader }], 'case-work');
    const header = { ...headerOf(caseId), writer: reader } as const;
    const jwe = sealPart(requireKey(keys, header), header, { note: 1 });
    const opened = await stores.another(reader).open([header], 'case-work');
    expect(openPart(requireKey(opened, header), header, jwe)).toEqual({ note: 1 });
  });

  it('that nobody issued is absent, and said to be missing rather than erased', async () => {
    const ref = headerOf(randomUUID());
    const keys = await stores.of(reader).open([ref], 'case-work');
    expect(keys.isErased(ref.caseId)).toBe(false);
    expect(() => requireKey(keys, ref)).toThrow(
      expect.objectContaining({ name: 'KeyMissingError' }),
    );
  });
});

describe('destroying the keys of a case', () => {
  it('leaves nothing to open with, and says that the case was erased', async () => {
    const caseId = randomUUID();
    await sealedFor(caseId);
    await stores.of(writer).destroy(caseId);
    const keys = await stores.another(reader).open([headerOf(caseId)], 'case-work');
    expect(keys.isErased(caseId)).toBe(true);
    expect(() => requireKey(keys, headerOf(caseId))).toThrow(
      expect.objectContaining({ code: 'erased' }),
    );
    expect(await asAdmin('SELECT FROM key_data.case_key WHERE case_id = $1', [caseId])).toEqual([]);
  });

  it('takes effect at once in the process that does it, whatever it has cached', async () => {
    const caseId = randomUUID();
    await sealedFor(caseId);
    await stores.of(writer).destroy(caseId);
    expect(
      (await stores.of(writer).open([headerOf(caseId)], 'case-work')).find(headerOf(caseId)),
    ).toBeUndefined();
    expect(
      (await stores.of(writer).issue([{ caseId, reader }], 'case-work')).isErased(caseId),
    ).toBe(true);
  });

  it('is for good: no key of that case is issued again, by nobody', async () => {
    const caseId = randomUUID();
    await sealedFor(caseId);
    await stores.of(reader).destroy(caseId);
    for (const service of [writer, 'insurance'] as const) {
      const keys = await stores.another(service).issue([{ caseId, reader }], 'case-work');
      expect([keys.isErased(caseId), keys.find({ caseId, writer: service, reader })]).toEqual([
        true,
        undefined,
      ]);
    }
  });

  it('may be repeated, and its record stays as it was', async () => {
    const caseId = randomUUID();
    await sealedFor(caseId);
    expect(await stores.of(writer).destroy(caseId)).toBe(1);
    const record = await asAdmin('SELECT * FROM key_data.erased_case WHERE case_id = $1', [caseId]);
    expect(await stores.of(reader).destroy(caseId)).toBe(1);
    expect(
      await asAdmin('SELECT * FROM key_data.erased_case WHERE case_id = $1', [caseId]),
    ).toEqual(record);
    expect(record).toEqual([expect.objectContaining({ erased_by: writer, key_count: 1 })]);
  });

  it('is refused to a service that has nothing to do with the case', async () => {
    const caseId = randomUUID();
    await sealedFor(caseId);
    await expect(stores.of('insurance').destroy(caseId)).rejects.toThrow(
      expect.objectContaining({ name: 'KeyAccessError' }),
    );
    expect(
      (await stores.another(reader).open([headerOf(caseId)], 'case-work')).find(headerOf(caseId)),
    ).toBeDefined();
  });

  it('waits for an issue that is under way, and destroys what it issued', async () => {
    const caseId = randomUUID();
    await stores.of(writer).issue([{ caseId, reader: 'resident' }], 'case-work');
    const issuing = new pg.Client({ connectionString: stores.urlOf(writer) });
    await issuing.connect();
    await issuing.query('BEGIN');
    const values = [[caseId], [reader], [Buffer.alloc(40)]];
    await issuing.query(
      "SELECT * FROM key_api.issue($1, $2, $3, 1::smallint, ARRAY[1]::smallint[], 'event')",
      values,
    );
    let ended = false;
    const destroying = stores
      .another(writer)
      .destroy(caseId)
      .finally(() => (ended = true));
    while (!ended && !(await somebodyWaits()));
    await issuing.query('COMMIT');
    await Promise.all([issuing.end(), destroying]);
    expect(await asAdmin('SELECT FROM key_data.case_key WHERE case_id = $1', [caseId])).toEqual([]);
  });
});

describe('a store that has cached a key', () => {
  it('asks again after five minutes, and at once after forget', async () => {
    let now = 0;
    const store = stores.another(reader, { now: () => now, cacheMs: 3_600_000 });
    const caseId = randomUUID();
    const held = async () =>
      (await store.open([headerOf(caseId)], 'case-work')).find(headerOf(caseId)) !== undefined;
    await sealedFor(caseId);
    expect(await held()).toBe(true);
    await stores.of(writer).destroy(caseId);
    now = 299_999;
    expect(await held()).toBe(true);
    now = 300_000;
    expect(await held()).toBe(false);
  });

  it('does not use it any more once told to forget the case', async () => {
    const store = stores.another(reader);
    const caseId = randomUUID();
    await sealedFor(caseId);
    await store.open([headerOf(caseId)], 'case-work');
    await stores.of(writer).destroy(caseId);
    store.forget(caseId);
    expect((await store.open([headerOf(caseId)], 'case-work')).isErased(caseId)).toBe(true);
  });
});

describe('the sweep of orphans', () => {
  const age = (caseIds: string[]) =>
    asAdmin(
      `UPDATE key_data.case_key SET issued_at = now() - interval '2 hours' WHERE case_id = ANY ($1)`,
      [caseIds],
    );
  const left = async (caseIds: string[]) =>
    (
      await asAdmin<{ case_id: string }>(
        'SELECT case_id FROM key_data.case_key WHERE case_id = ANY ($1)',
        [caseIds],
      )
    ).map((row) => row.case_id);

  it('removes old keys of cases that never came to be, and only those of its own service', async () => {
    const [kept, orphan, young, others] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    await stores.of('applications').issue(
      [kept, orphan, young].map((caseId) => ({ caseId, reader: 'life-events' })),
      'case-work',
    );
    await stores.of(writer).issue([{ caseId: others, reader }], 'case-work');
    await age([kept, orphan, others]);
    const asked: string[] = [];
    const existing = async (caseIds: readonly string[]) => {
      asked.push(...caseIds);
      return Promise.resolve(caseIds.filter((caseId) => caseId === kept));
    };
    expect(await stores.of('applications').sweepOrphans({ existing })).toBe(1);
    expect(asked.toSorted()).toEqual([kept, orphan].toSorted());
    expect((await left([kept, orphan, young, others])).toSorted()).toEqual(
      [kept, young, others].toSorted(),
    );
    asked.length = 0;
    expect(await stores.of('applications').sweepOrphans({ existing })).toBe(0);
    expect(asked).toEqual([]);
  });

  it('spares a key that is issued again while the sweep asks', async () => {
    const caseId = randomUUID();
    await stores.another('insurance').issue([{ caseId, reader: 'life-events' }], 'case-work');
    await age([caseId]);
    const existing = async () => {
      await stores.another('insurance').issue([{ caseId, reader: 'life-events' }], 'case-work');
      return [];
    };
    expect(await stores.of('insurance').sweepOrphans({ existing })).toBe(0);
    expect(await left([caseId])).toEqual([caseId]);
  });
});

describe('opening stored parts', () => {
  it('answers each in its place, and one bad part spoils only itself', async () => {
    const [good, erased] = [randomUUID(), randomUUID()];
    const parts = [
      await sealedFor(good),
      await sealedFor(erased),
      'no part of ours',
      await sealedFor(good),
    ];
    await stores.of(writer).destroy(erased);
    const opened = await openParts(
      stores.another(reader),
      [
        { jwe: parts[0]!, expected: headerOf(good) },
        { jwe: parts[1]!, expected: { caseId: erased } },
        { jwe: parts[2]!, expected: { caseId: good } },
        { jwe: parts[3]!, expected: { caseId: good, type: 'another type' } },
        { jwe: parts[0]!, expected: { caseId: 'no case' } },
      ],
      'case-work',
    );
    expect(opened.map((part) => (part.state === 'refused' ? part.error.code : part.state))).toEqual(
      ['opened', 'erased', 'seal-unreadable', 'seal-header-mismatch', 'key-missing'],
    );
  });
});

describe('a key store without its database', () => {
  const storeAt = (url: string): PostgresKeyStore =>
    new PostgresKeyStore({ service: reader, url, keys: stores.keysOf(reader) });
  const unavailable = expect.objectContaining({
    name: 'KeyStoreUnavailableError',
    code: 'keys-unavailable',
    retriable: true,
  });

  it('says that it is unavailable, in every call', async () => {
    const url = new URL(stores.urlOf(reader));
    url.port = String(await closedPort());
    const store = storeAt(url.href);
    const caseId = randomUUID();
    await expect(store.open([headerOf(caseId)], 'case-work')).rejects.toEqual(unavailable);
    await expect(store.issue([{ caseId, reader: writer }], 'case-work')).rejects.toEqual(
      unavailable,
    );
    await expect(store.destroy(caseId)).rejects.toEqual(unavailable);
    await expect(store.sweepOrphans({ existing: async () => Promise.resolve([]) })).rejects.toEqual(
      unavailable,
    );
    await store.close();
  });

  it('says so as well when its password is wrong, without showing it', async () => {
    const url = new URL(stores.urlOf(reader));
    url.password = 'a-wrong-one';
    const store = storeAt(url.href);
    const error = await store
      .open([headerOf(randomUUID())], 'case-work')
      .catch((thrown: unknown) => thrown);
    expect(error).toEqual(unavailable);
    expect(String((error as Error).stack)).not.toContain('a-wrong-one');
    await store.close();
  });

  it('works again after its connections were cut', async () => {
    const store = stores.another(reader);
    const caseId = randomUUID();
    await sealedFor(caseId);
    await store.open([headerOf(randomUUID())], 'case-work');
    await asAdmin(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()`,
      [stores.databaseName],
    );
    const held = async () =>
      (await store.open([headerOf(caseId)], 'case-work')).find(headerOf(caseId));
    await expect(held().catch(held)).resolves.toBeDefined();
  });
});

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

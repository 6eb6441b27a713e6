import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ServiceDatabase,
  UnitOfWork,
  roleOf,
  type Tx,
  type UnitOfWorkOptions,
} from '@app/persistence';
import { AuditedService, SERVICE } from '../testing/audited-service.js';

const DENIED = '42501';

describe('The sealer', () => {
  let service: AuditedService;
  let written = 0;
  const write = async (count: number): Promise<void> => {
    const touched = Array.from({ length: count }, () => ({ caseId: randomUUID(), dataKinds: [] }));
    await service.write(...touched);
    written += count;
  };

  beforeAll(async () => {
    service = await AuditedService.start();
  });
  afterAll(() => service.drop());

  it('seals each record once, whoever leads, also when leaders end in the middle', async () => {
    const url = service.database.urlOf(SERVICE);
    const db = new ServiceDatabase({ service: SERVICE, url });
    let fail = 3;
    const dying = new (class extends UnitOfWork {
      override run<T>(options: UnitOfWorkOptions, work: (tx: Tx) => Promise<T>): Promise<T> {
        return super.run(options, async (tx) => {
          const done = await work(tx);
          if (fail-- > 0) throw new Error('the process is killed here');
          return done;
        });
      }
    })(db);
    const failing = service.sealer({ db, uow: dying });
    failing.start();
    for (let round = 0; round < 5; round++) await write(7);
    const second = service.sealer();
    second.start();
    await write(7);
    await Promise.all([failing.stop(), second.stop()]);
    await service.sealAll(written);
    const [row] = await service.raw<{ all: number; once: number }>(
      `SELECT count(*)::int AS all, count(DISTINCT record)::int AS once
       FROM access_seal, unnest(records) AS record`,
    );
    expect(row).toEqual({ all: written, once: written });
    expect(await service.verify()).toMatchObject({ sealed: written, unsealed: 0, findings: [] });
    await db.close();
  });

  it('makes up for an anchor that a leader wrote to the database and not to the store', async () => {
    await write(1);
    const broken = {
      read: () => service.store.read(SERVICE),
      append: () => Promise.reject(new Error('full')),
    };
    await service.sealAll(written, { anchoring: { key: service.key, store: broken } });
    expect((await service.verify()).findings).toMatchObject([{ kind: 'anchors-cut' }]);
    await service.sealAll(written);
    expect(await service.verify()).toMatchObject({ sealed: written, findings: [] });
  });

  it('leaves a transaction that is still running for later, and what comes before it is in order', async () => {
    const gate = Promise.withResolvers<void>();
    const written0 = written;
    const late = service.database.uow.run({ role: 'worker', keys: [] }, async (tx) => {
      await tx.query('SELECT pg_current_xact_id()');
      await gate.promise;
      await tx.query(`INSERT INTO access_record (actor, role, wards, purpose, action, data_kinds, number_touched, outcome, attempts)
        VALUES ('late', 'reviewer', '{}', 'case-work', 'task.read', '{}', false, 'granted', 1)`);
    });
    await write(2);
    await service.sealAll(written0);
    gate.resolve();
    await late;
    await service.sealAll((written += 1));
    expect(await service.verify()).toMatchObject({ sealed: written, unsealed: 0, findings: [] });
  });

  it('has records that nobody may change, not even their owner or an administrator', async () => {
    const tables = ['access_record', 'access_seal', 'access_anchor'];
    const deeds = tables.flatMap((table) => [
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
      `UPDATE ${table} SET ${table === 'access_record' ? `actor = 'x'` : `${table === 'access_seal' ? 'position' : 'number'} = 99`}`,
    ]);
    const partitions = ['TRUNCATE access_record_2026', 'DELETE FROM access_record_2026'];
    for (const deed of [...deeds, ...partitions])
      await expect(service.database.administrator.query(deed)).rejects.toMatchObject({
        code: DENIED,
      });
  });

  it('alone says when a record was written: who writes one has no right to', async () => {
    for (const role of ['intake', 'worker', 'api'] as const) {
      const client = await service.database.db.pool.connect();
      await client.query(`BEGIN; SET LOCAL ROLE ${roleOf(SERVICE, role)}`);
      const backdated = client.query(
        `INSERT INTO access_record (at, actor, role, wards, purpose, action, data_kinds, number_touched, outcome, attempts)
         VALUES ('2020-01-01', 'x', 'reviewer', '{}', 'p', 'a', '{}', false, 'granted', 1)`,
      );
      await expect(backdated).rejects.toMatchObject({ code: DENIED });
      await client.query('ROLLBACK');
      client.release();
    }
  });
});

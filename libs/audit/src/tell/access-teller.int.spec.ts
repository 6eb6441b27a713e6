import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseAccessedData } from '@app/contracts';
import { Outbox } from '@app/messaging';
import { ServiceDatabase, UnitOfWork } from '@app/persistence';
import { v7 as uuidV7 } from 'uuid';
import { AuditedService, SERVICE } from '../testing/audited-service.js';
import { AccessTeller } from './access-teller.js';

describe('The teller', () => {
  let service: AuditedService;
  let teller: AccessTeller;
  let other: AccessTeller;
  let db: ServiceDatabase;

  const tellerOn = (database: ServiceDatabase): AccessTeller => {
    const silent = () => undefined;
    return new AccessTeller({
      db: database,
      uow: new UnitOfWork(database),
      outbox: new Outbox({ service: SERVICE, clock: { now: () => new Date() } }),
      log: { debug: silent, info: silent, warn: silent, error: silent },
    });
  };
  const said = async (caseId: string) => {
    const rows = await service.raw<{ payload: Buffer; sequence: string }>(
      'SELECT payload, sequence FROM outbox WHERE key = $1 ORDER BY sequence',
      [caseId],
    );
    return rows.map(({ payload }) => (JSON.parse(payload.toString()) as { data: object }).data);
  };

  beforeAll(async () => {
    service = await AuditedService.start();
    db = new ServiceDatabase({ service: SERVICE, url: service.database.urlOf(SERVICE) });
    teller = tellerOn(service.database.db);
    other = tellerOn(db);
  });
  afterAll(async () => {
    await db.close();
    await service.drop();
  });

  it('tells nothing that is not sealed, and everything that is once, whoever tries', async () => {
    const cases = Array.from({ length: 250 }, () => uuidV7());
    const touched = cases.map((caseId) => ({ caseId, dataKinds: ['identity'] as const }));
    await service.write(...touched);
    await service.write(touched[0]!);
    expect(await teller.tellNext()).toBe(0);
    await service.sealAll(251);
    for (;;) {
      const told = await Promise.all([teller.tellNext(), other.tellNext()]);
      if (Math.max(...told) === 0) break;
    }
    const first = (await said(cases[0]!)) as CaseAccessedData[];
    expect(first.flatMap(({ accesses }) => accesses.map(({ times }) => times)).join()).toMatch(
      /^(2|1,1)$/,
    );
    expect(first[0]).toMatchObject({
      caseId: cases[0],
      accesses: [{ section: 'resident', role: 'reviewer', purpose: 'review', action: 'task.read' }],
    });
    expect(JSON.stringify(first)).not.toContain('officer-1');
    const [row] = await service.raw<{ count: number }>(
      'SELECT count(DISTINCT key)::int FROM outbox',
    );
    expect(row!.count).toBe(250);
  });

  it('leaves out what was refused, what is of no case, and whoever is no staff', async () => {
    const caseId = uuidV7();
    await service.raw(
      `INSERT INTO access_record (actor, role, wards, purpose, action, case_id, data_kinds, number_touched, outcome, attempts)
       SELECT 'x', role, '{}', 'p', 'task.read', $1, '{}', false, outcome, 1
       FROM (VALUES ('citizen', 'granted'), ('service', 'granted'), ('reviewer', 'refused')) AS r (role, outcome)`,
      [caseId],
    );
    await service.write({ dataKinds: [] });
    await service.sealAll(255);
    expect(await teller.tellNext()).toBe(0);
    expect(await said(caseId)).toEqual([]);
  });
});

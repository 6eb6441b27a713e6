import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_RETENTION } from '@app/retention';
import { AuditedService, SERVICE } from '../testing/audited-service.js';
import { endKeeping, NotSealedError } from './end-keeping.js';
import { firstKeptYear, startOf } from './kept-records.js';

const KEPT = 2027;

describe('The keeping of records of access', () => {
  let service: AuditedService;
  const verify = () => service.verify(undefined, { keptSince: startOf(KEPT) });
  const end = () =>
    endKeeping(
      { service: SERVICE, adminUrl: service.database.adminUrl },
      { keptFrom: KEPT, actor: 'login root' },
    );
  /** As if it had been written then. */
  const write = (day: string) =>
    service.raw(
      `INSERT INTO access_record (at, actor, role, wards, purpose, action, data_kinds, number_touched, outcome, attempts)
       VALUES ($1, 'x', 'reviewer', '{}', 'review', 'task.read', '{}', false, 'granted', 1)`,
      [`${day}T00:00:00Z`],
    );

  beforeAll(async () => {
    service = await AuditedService.start();
    let sealed = 0;
    for (const days of [
      ['2026-07-01', '2026-07-02'],
      ['2026-12-30', '2027-01-01'],
      ['2027-02-01', '2027-02-02', '2027-02-03'],
    ]) {
      for (const day of days) await write(day);
      await service.sealAll((sealed += days.length));
    }
  });
  afterAll(() => service.drop());

  it('is over for a calendar year when the period is over for its last day', () => {
    const of = (months: number, from: 'end' | 'fiscal-year', today: string) => {
      const accessRecords = { ...DEFAULT_RETENTION.accessRecords, months, from };
      return firstKeptYear({ ...DEFAULT_RETENTION, accessRecords }, today);
    };
    expect(of(12, 'end', '2027-12-31')).toBe(2026);
    expect(of(12, 'end', '2028-01-01')).toBe(2027);
    expect(of(60, 'fiscal-year', '2032-03-31')).toBe(2026);
    expect(of(60, 'fiscal-year', '2032-04-01')).toBe(2027);
  });

  it('does not end for what is not sealed, and until it has ended everything has to be there', async () => {
    await write('2026-12-31');
    await expect(end()).rejects.toThrow(NotSealedError);
    await service.raw("DELETE FROM access_record WHERE at = '2026-12-31T00:00:00Z'");
    expect(await verify()).toMatchObject({ sealed: 7, expired: 0, unsealed: 0, findings: [] });
    const early = "at = '2026-07-02T00:00:00Z'";
    await service.raw(`CREATE TABLE kept AS SELECT * FROM access_record WHERE ${early}`);
    await service.raw(`DELETE FROM access_record WHERE ${early}`);
    expect((await verify()).findings).toMatchObject([{ kind: 'removed', position: 2 }]);
    await service.raw('INSERT INTO access_record OVERRIDING SYSTEM VALUE SELECT * FROM kept');
  });

  it('drops whole years, is written down, and leaves a chain that goes on from an anchor', async () => {
    expect(await end()).toEqual([2026]);
    expect(await end()).toEqual([]);
    // Today is in one of the years that this test has ended.
    const own = `DELETE FROM access_record WHERE action = 'access.end-keeping' RETURNING actor, reason`;
    expect(await service.raw(own)).toEqual([{ actor: 'login root', reason: 'year-2026' }]);
    expect(await verify()).toMatchObject({ sealed: 3, expired: 4, anchored: 7, findings: [] });
    expect((await service.verify()).findings).toMatchObject([{ kind: 'removed', position: 1 }]);
    await service.raw("UPDATE access_record SET actor = 'y' WHERE at = '2027-02-02T00:00:00Z'");
    expect((await verify()).findings).toMatchObject([{ kind: 'altered', position: 6 }]);
  });
});

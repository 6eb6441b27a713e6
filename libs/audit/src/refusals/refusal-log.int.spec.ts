import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AccessRow } from '../record/access.js';
import { AuditedService } from '../testing/audited-service.js';
import { RefusalLog } from './refusal-log.js';

const refused = (actor: string): AccessRow => ({
  ...{ actor, role: 'none', section: null, wards: [], purpose: 'none', action: 'task.read' },
  ...{ dataKinds: [], outcome: 'refused', reason: 'forbidden', requestId: null },
});

describe('What was refused', () => {
  let service: AuditedService;
  beforeAll(async () => {
    service = await AuditedService.start();
  });
  afterAll(() => service.drop());

  it('is counted to the last attempt, in no more rows than the limit, however many callers try', async () => {
    const silent = () => undefined;
    const log = { debug: silent, info: silent, warn: silent, error: silent };
    let now = 0;
    const refusals = new RefusalLog(service.database.uow, log, () => now);
    for (let caller = 0; caller < 3_000; caller++) refusals.note(refused(`caller-${caller}`));
    for (let attempt = 0; attempt < 50; attempt++) refusals.note(refused('caller-1'));
    await refusals.flush();
    const counts = () =>
      service.raw(
        'SELECT count(*)::int AS rows, sum(attempts)::int AS attempts FROM access_record',
      );
    expect(await counts()).toEqual([{ rows: 1_001, attempts: 3_050 }]);
    now += 1_000;
    for (let caller = 0; caller < 100; caller++) refusals.note(refused(`later-${caller}`));
    await refusals.flush();
    expect(await counts()).toEqual([{ rows: 1_022, attempts: 3_150 }]);
  });

  it('is kept when the database is away for a moment', async () => {
    const warned: string[] = [];
    const silent = () => undefined;
    const log = {
      debug: silent,
      info: silent,
      error: silent,
      warn: (_: object, text: string) => void warned.push(text),
    };
    const { uow } = service.database;
    let away = true;
    const flaky = {
      run: (...args: Parameters<typeof uow.run>) =>
        away ? Promise.reject(new Error('away')) : uow.run(...args),
    };
    const refusals = new RefusalLog(flaky as typeof uow, log);
    refusals.note(refused('patient'));
    await refusals.flush();
    refusals.note(refused('patient'));
    away = false;
    await refusals.flush();
    expect(warned).toHaveLength(1);
    expect(await service.raw(`SELECT attempts FROM access_record WHERE actor = 'patient'`)).toEqual(
      [{ attempts: 2 }],
    );
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationSubmittedV1 } from '@app/contracts';
import { Outbox } from '@app/messaging';
import { Problem, systemClock } from '@app/observability';
import { ServiceDatabase, UnitOfWork } from '@app/persistence';
import { FaultyProxy, createTestDatabase, type TestDatabase } from '@app/persistence/testing';
import fc from 'fast-check';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { drawReferenceNumber } from '../../domain/reference-number.js';
import { migrationsOf } from '@app/service-host';
import { applicationsService } from '../../applications.module.js';
import { FilingStore, type Answer } from './filing-store.js';
import type { NewFiling } from './filing.repository.js';
import type { Submitted } from './submitted.js';

let test: TestDatabase;
let store: FilingStore;
let admin: pg.Client;
const outbox = new Outbox({ service: 'applications', clock: systemClock });

beforeAll(async () => {
  test = await createTestDatabase({
    service: 'applications',
    migrations: migrationsOf(applicationsService),
  });
  store = new FilingStore(test.uow, outbox);
  admin = new pg.Client({ connectionString: test.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await test.drop();
});

/** As it comes from a process of its own: with ids of its own. */
function filing(key: string, content = 'one', subject = 'citizen-1'): NewFiling {
  const application = {
    id: uuidv7(),
    caseId: uuidv7(),
    reference: drawReferenceNumber(randomBytes),
    subject,
    ward: '14133',
    lifeEvent: 'birth',
    intakeDate: '2026-11-21',
    filing: 'sealed',
    submittedAt: new Date().toISOString(),
  };
  const { id: applicationId, caseId, reference, ward, lifeEvent } = application;
  const { intakeDate, submittedAt } = application;
  const event = outbox.first(ApplicationSubmittedV1, {
    key: application.caseId,
    data: {
      applicationId,
      caseId,
      reference,
      ward,
      lifeEvent,
      intakeDate,
      chosenProcedures: [],
      submittedAt,
    },
    sealed: { seal: () => 'sealed' },
  });
  return {
    key,
    fingerprint: createHash('sha256').update(content).digest(),
    application,
    event,
    requestId: null,
  };
}

const filings = (count: number, subject?: string): NewFiling[] =>
  Array.from({ length: count }, () => filing(randomUUID(), 'one', subject));

const answersOf = (outcomes: PromiseSettledResult<Answer>[]): Answer[] =>
  outcomes.map((one) => {
    if (one.status === 'rejected') throw one.reason as Error;
    return one.value;
  });
const codeOf = (answer: Answer): string => (answer instanceof Problem ? answer.code : 'accepted');

/** How often each table holds these applications: key, application, stream and event belong together. */
async function rowsOf(applications: readonly NewFiling[]): Promise<number[]> {
  const ids = applications.map(({ application }) => application.id);
  const cases = applications.map(({ application }) => application.caseId);
  const { rows } = await admin.query<{ n: string }>(
    `SELECT count(*) AS n FROM applications.idempotency_key WHERE application_id = ANY ($1)
     UNION ALL SELECT count(*) FROM applications.application WHERE id = ANY ($1)
     UNION ALL SELECT count(*) FROM applications.stream WHERE key = ANY ($2)
     UNION ALL SELECT count(*) FROM applications.outbox WHERE key = ANY ($2) AND sequence = 1`,
    [ids, cases],
  );
  return rows.map(({ n }) => Number(n));
}

describe('FilingStore', () => {
  it('stores key, application, stream and event of a whole group in one transaction', async () => {
    const group = filings(200);
    const answers = answersOf(await store.store(group));
    expect(answers).toEqual(
      group.map(({ application: { id, caseId, reference } }) => ({
        accepted: { applicationId: id, caseId, reference, status: 'ACCEPTED' },
        replayed: false,
      })),
    );
    expect(await rowsOf(group)).toEqual([200, 200, 200, 200]);
    const { rows } = await admin.query<{ n: string }>(
      'SELECT count(DISTINCT xid) AS n FROM applications.outbox WHERE key = ANY ($1)',
      [group.map(({ application }) => application.caseId)],
    );
    expect(rows).toEqual([{ n: '1' }]);
  });

  it('replays the same body, refuses another one, and stores the neighbours of both', async () => {
    const first = filing('used');
    await store.store([first]);
    const again = filing('used');
    const other = filing('used', 'two');
    const neighbour = filing(randomUUID());
    const answers = answersOf(await store.store([again, neighbour]));
    expect(answers[0]).toMatchObject({
      accepted: { applicationId: first.application.id, reference: first.application.reference },
      replayed: true,
    });
    expect(codeOf(answers[1]!)).toBe('accepted');
    expect(answersOf(await store.store([other])).map(codeOf)).toEqual(['idempotency-key-reused']);
    expect(await rowsOf([again, other])).toEqual([0, 0, 0, 0]);
  });

  it('does not wait for another transaction that works on a key', async () => {
    const stopped = new pg.Client({ connectionString: test.adminUrl });
    await stopped.connect();
    await stopped.query(
      `BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('idempotency:citizen-1:stopped', 0))`,
    );
    const group = [filing('stopped'), ...filings(3)];
    expect(answersOf(await store.store(group)).map(codeOf)).toEqual([
      'idempotency-key-in-flight',
      'accepted',
      'accepted',
      'accepted',
    ]);
    await stopped.end();
    expect(answersOf(await store.store([filing('stopped')])).map(codeOf)).toEqual(['accepted']);
  });

  it('refuses exactly the filings that PostgreSQL cannot store', async () => {
    const group = filings(60);
    const poisoned = filings(3, 'a\u0000b');
    group.splice(7, 0, poisoned[0]!);
    group.splice(30, 0, poisoned[1]!);
    group.push(poisoned[2]!);
    const outcomes = await store.store(group);
    expect(
      outcomes.flatMap((one, index) => (one.status === 'rejected' ? [group[index]!] : [])),
    ).toEqual(poisoned);
    expect(await rowsOf(group)).toEqual([60, 60, 60, 60]);
    expect(await rowsOf(poisoned)).toEqual([0, 0, 0, 0]);
  });

  it('stores a group whose backend is killed in the middle of it', async () => {
    await admin.query(`
      CREATE FUNCTION applications.dawdle() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.key = 'slow' THEN PERFORM pg_sleep(20); END IF; RETURN NEW; END $$;
      CREATE TRIGGER dawdle BEFORE INSERT ON applications.idempotency_key
        FOR EACH ROW EXECUTE FUNCTION applications.dawdle()`);
    const group = [...filings(20), filing('slow')];
    const storing = store.store(group);
    for (let killed = 0; killed === 0;) {
      const { rowCount } = await admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event = 'PgSleep'`,
      );
      killed = rowCount ?? 0;
      if (killed > 0) await admin.query('DROP TRIGGER dawdle ON applications.idempotency_key');
    }
    expect(answersOf(await storing).map(codeOf)).toEqual(group.map(() => 'accepted'));
    expect(await rowsOf(group)).toEqual([21, 21, 21, 21]);
  });

  it('answers with its own ids, as for the first time, when the answer to COMMIT was lost', async () => {
    const proxy = await FaultyProxy.to(test.urlOf('applications'));
    const db = new ServiceDatabase({ service: 'applications', url: proxy.url });
    proxy.cutAnswersToCommit(2);
    const group = filings(30);
    const answers = answersOf(await new FilingStore(new UnitOfWork(db), outbox).store(group));
    expect(answers.map((one) => (one as Submitted).replayed)).toEqual(group.map(() => false));
    expect(answers.map((one) => (one as Submitted).accepted.applicationId)).toEqual(
      group.map(({ application }) => application.id),
    );
    expect(await rowsOf(group)).toEqual([30, 30, 30, 30]);
    await db.close();
    await proxy.close();
  });

  it('blames nobody when a right is missing', async () => {
    await admin.query('REVOKE INSERT ON applications.outbox FROM applications_intake');
    const group = filings(3);
    const outcomes = await store.store(group);
    await admin.query('GRANT INSERT ON applications.outbox TO applications_intake');
    expect(outcomes).toEqual(
      group.map(() => ({ status: 'rejected', reason: expect.objectContaining({ code: '42501' }) })),
    );
    expect(await rowsOf(group)).toEqual([0, 0, 0, 0]);
  });

  it('cannot read or change with its rights what it has stored', async () => {
    const trying = (sql: string) =>
      test.uow.run({ role: 'intake', keys: [] }, (tx) => tx.query(sql));
    for (const sql of [
      'SELECT filing FROM application',
      'SELECT content FROM correction',
      'SELECT payload FROM outbox',
      "UPDATE application SET filing = ''",
      'UPDATE idempotency_key SET application_id = gen_random_uuid()',
      'DELETE FROM application',
    ])
      await expect(trying(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('makes one application of a key, however two processes interleave', async () => {
    const sent = fc.record({ key: fc.nat({ max: 4 }), content: fc.constantFrom('one', 'two') });
    const groups = fc.array(fc.array(sent, { minLength: 1 }), { minLength: 2, maxLength: 8 });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(groups, async (plan) => {
        run += 1;
        const others = new FilingStore(new UnitOfWork(test.db), outbox);
        const all = plan.flat().map(({ key, content }) => filing(`race-${run}-${key}`, content));
        const rest = [...all];
        const stored = await Promise.all(
          plan.map((group, index) =>
            (index % 2 === 0 ? store : others).store(rest.splice(0, group.length)),
          ),
        );
        const answers = answersOf(stored.flat());
        const again = answersOf(await storeOneByOne(all));
        for (const key of new Set(all.map((one) => one.key)))
          expectOne(
            all.flatMap((one, index) =>
              one.key === key
                ? [{ filing: one, answer: answers[index]!, again: again[index]! }]
                : [],
            ),
          );
      }),
      { numRuns: 25 },
    );
  });
});

async function storeOneByOne(all: readonly NewFiling[]): Promise<PromiseSettledResult<Answer>[]> {
  const outcomes: PromiseSettledResult<Answer>[] = [];
  for (const one of all) outcomes.push(...(await store.store([one])));
  return outcomes;
}

/** Everything that was said about one key: the first body won, and everybody hears of its application. */
function expectOne(said: { filing: NewFiling; answer: Answer; again: Answer }[]): void {
  const idOf = (answer: Answer): string[] =>
    answer instanceof Problem ? [] : [answer.accepted.applicationId];
  const ids = new Set(said.flatMap(({ answer, again }) => [...idOf(answer), ...idOf(again)]));
  expect(ids.size).toBe(1);
  const winner = said.find(({ filing: { application } }) => ids.has(application.id))!.filing;
  for (const { filing: one, answer, again } of said) {
    const same = one.fingerprint.equals(winner.fingerprint);
    expect(codeOf(again)).toBe(same ? 'accepted' : 'idempotency-key-reused');
    if (codeOf(answer) !== 'idempotency-key-in-flight') expect(codeOf(answer)).toBe(codeOf(again));
  }
}

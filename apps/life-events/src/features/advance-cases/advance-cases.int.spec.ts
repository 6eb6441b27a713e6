import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  CaseSnapshotData,
  CaseSnapshotSealed,
  OpenTasksData,
  OpenTasksSealed,
  OpenedTask,
  SectionName,
  SnapshotTask,
  SupplyCorrectionSealed,
} from '@app/contracts';
import { dataSourceFor, schemaDrift } from '@app/persistence';
import pg from 'pg';
import { lifeEventsEntities } from '../../persistence/entities.js';
import { CasesUnderTest, type SaidEvent } from '../../testing/cases-under-test.js';
import {
  fictionalFiling,
  requestOf,
  type FictionalFiling,
  type Neighbours,
} from '../../testing/neighbours.js';

let cases: CasesUnderTest;

beforeAll(async () => {
  cases = await CasesUnderTest.start();
});
afterAll(() => cases.stop());

const types = (said: readonly SaidEvent[]) => said.map(({ type }) => type);
const named = (said: readonly SaidEvent[], type: string) => {
  const found = said.filter((event) => event.type === type).at(-1);
  if (found === undefined) throw new Error(`Nothing was said of the type ${type}.`);
  return found;
};
const snapshots = (said: readonly SaidEvent[]) => said.filter(({ type }) => /^case\./.test(type));
const lastSnapshot = (said: readonly SaidEvent[]): CaseSnapshotData =>
  snapshots(said).at(-1)?.data as unknown as CaseSnapshotData;

async function opened(name: 'birth' | 'move-in'): Promise<Neighbours> {
  const others = cases.newCase();
  expect(await cases.apply(await others.submit(fictionalFiling(name)))).toEqual([]);
  return others;
}

async function taskOf(others: Neighbours, procedureId: string): Promise<SnapshotTask> {
  const { tasks } = lastSnapshot(await cases.said(others.caseId));
  const found = tasks.find((task) => task.procedureId === procedureId);
  if (found === undefined) throw new Error(`The case has no ${procedureId}.`);
  return found;
}

/** Lets a section say each of these states of the task, each in a chunk of its own. */
async function say(others: Neighbours, procedureId: string, ...states: SnapshotTask['status'][]) {
  const task = await taskOf(others, procedureId);
  for (const status of states)
    expect(await cases.apply(await others.task(task.section, task, status))).toEqual([]);
}

describe('a filing', () => {
  it('becomes one case: all tasks of a section in one command, referrals, questions, one snapshot', async () => {
    const others = await opened('move-in');
    const said = await cases.said(others.caseId);
    expect(types(said)).toEqual([
      'resident.open-tasks',
      'insurance.open-tasks',
      'childcare.open-tasks',
      'case.opened',
    ]);
    const childcare = said[2]?.data as unknown as OpenTasksData;
    expect(childcare).toMatchObject({
      ward: '14134',
      lifeEvent: 'move-in',
      reference: '7KQ2M-X9D4TR',
    });
    expect(
      childcare.tasks.find((t) => t.procedureId === 'child-medical-certificate'),
    ).toMatchObject({
      persons: ['p3', 'p4'],
      waitsFor: ['move-in-notification', 'nhi-enroll'],
      delivers: true,
    });
    const snapshot = lastSnapshot(said);
    expect(snapshot).toMatchObject({
      version: 1,
      status: 'OPEN',
      withdrawal: 'none',
      closedAt: null,
    });
    expect(snapshot.referrals.map(({ procedureId }) => procedureId)).toContain('school-transfer');
    expect(snapshot.maybe).toContain('maternal-checkup-exchange');
    expect(snapshot.questions).toContainEqual({
      fact: 'pregnant',
      person: 'p2',
      procedures: ['pregnancy-support-benefit-1', 'maternal-checkup-exchange'],
    });
  });

  it('opens what was chosen and is really offered, and nothing else that is offered', async () => {
    const others = cases.newCase();
    const chosenProcedures = ['my-number-card-application', 'seal-registration'];
    await cases.apply(await others.submit(fictionalFiling('birth'), { chosenProcedures }));
    expect(await taskOf(others, 'my-number-card-application')).toMatchObject({
      requirement: 'offered',
      delivers: true,
    });
    const { offered, tasks } = lastSnapshot(await cases.said(others.caseId));
    expect(offered).toEqual(['nursery-application', 'newborn-visit-notice']);
    expect(tasks.map(({ procedureId }) => procedureId)).not.toContain('seal-registration');
  });

  it('shows each section only the persons and facts of its own tasks', async () => {
    const others = await opened('birth');
    const said = await cases.said(others.caseId);
    const read = (section: SectionName) =>
      cases.open<OpenTasksSealed>(section, others.caseId, named(said, `${section}.open-tasks`));
    const resident = await read('resident');
    expect(resident.identities.map(({ person }) => person)).toEqual(['p3']);
    expect(JSON.stringify(resident.facts)).not.toContain('insurance');
    const { tasks } = named(said, 'insurance.open-tasks').data as { tasks: OpenedTask[] };
    const relief = tasks.find(({ procedureId }) => procedureId === 'np-maternity-exemption');
    const insurance = await read('insurance');
    expect(insurance.facts[relief?.taskId ?? '']).toEqual({
      eventDate: '2025-10-20',
      persons: [{ id: 'p2', role: 'spouse', pension: 'category1' }],
    });
    await expect(
      cases.open('childcare', others.caseId, named(said, 'resident.open-tasks')),
    ).rejects.toThrow();
  });

  it('is released, rolled up and closed by what the sections say, in one snapshot per chunk', async () => {
    const others = await opened('birth');
    await say(others, 'birth-registration', 'RECEIVED', 'IN_REVIEW', 'DECIDED');
    const before = await cases.said(others.caseId);
    expect(types(before).filter((type) => type.endsWith('release-task'))).toEqual([
      'insurance.release-task',
      'childcare.release-task',
      'insurance.release-task',
    ]);
    const { tasks } = lastSnapshot(before);
    const rest = tasks.filter(({ status }) => status !== 'DECIDED');
    const words = await Promise.all(
      rest
        .flatMap((task) =>
          (
            [
              'RECEIVED',
              'IN_REVIEW',
              'DECIDED',
              ...(task.delivers ? ['DELIVERED' as const] : []),
            ] as const
          ).map((status) => [task, status] as const),
        )
        .map(([task, status]) => others.task(task.section, task, status)),
    );
    const inOrder = words.toSorted((a, b) => a.sequence - b.sequence);
    expect(await cases.apply(...inOrder)).toEqual([]);
    const after = await cases.said(others.caseId);
    expect(types(after.slice(before.length))).toEqual(['childcare.release-task', 'case.closed']);
    expect(lastSnapshot(after)).toMatchObject({ status: 'CLOSED', version: 5 });
    expect(lastSnapshot(after).closedAt).not.toBeNull();
  });

  it('is the same when a section repeats itself or an older version comes late', async () => {
    const others = await opened('birth');
    await say(others, 'birth-registration', 'RECEIVED', 'IN_REVIEW');
    const task = await taskOf(others, 'birth-registration');
    const late = await others.task('resident', task, 'RECEIVED');
    const old = { ...late, data: { ...(late.data as object), version: 1 } };
    const before = await cases.said(others.caseId);
    expect(await cases.apply(old)).toEqual([]);
    expect(await cases.said(others.caseId)).toEqual(before);
  });
});

describe('what an officer writes', () => {
  it('reaches the citizen sealed anew, and is gone when the task goes on', async () => {
    const others = await opened('birth');
    await say(others, 'birth-registration', 'RECEIVED', 'IN_REVIEW');
    const task = await taskOf(others, 'birth-registration');
    const items = [{ item: 'birth-certificate', note: '出生証明書の写しをお送りください。' }];
    await cases.apply(
      await others.task('resident', task, 'RETURNED', {
        items,
        returnedItems: ['birth-certificate'],
      }),
    );
    const returned = await cases.said(others.caseId);
    expect(lastSnapshot(returned).status).toBe('ACTION_NEEDED');
    const { notes } = await cases.open<CaseSnapshotSealed>(
      'applications',
      others.caseId,
      snapshots(returned).at(-1),
    );
    expect(notes).toEqual([{ taskId: task.taskId, items }]);
    await say(others, 'birth-registration', 'RECEIVED');
    const again = snapshots(await cases.said(others.caseId)).at(-1);
    expect(again).toMatchObject({ data: { status: 'OPEN' } });
    expect(again?.sealed).toBeUndefined();
  });
});

describe('a correction', () => {
  it('hands the answers to the section that asked, and to nobody else', async () => {
    const others = await opened('birth');
    const { taskId } = await taskOf(others, 'child-allowance-claim');
    const answers = [{ taskId, item: 'bank-account', value: '窓口銀行 本店 普通 0000000' }];
    const before = (await cases.said(others.caseId)).length;
    await cases.apply(await others.correct({ answers }, { taskId, items: ['bank-account'] }));
    const said = (await cases.said(others.caseId)).slice(before);
    expect(types(said)).toEqual(['childcare.supply-correction']);
    expect(said[0]?.data).toMatchObject({ taskId, items: ['bank-account'] });
    expect(await cases.open<SupplyCorrectionSealed>('childcare', others.caseId, said[0])).toEqual({
      answers: [{ item: 'bank-account', value: '窓口銀行 本店 普通 0000000' }],
    });
  });

  it('with changed facts opens what is new, withdraws what is not needed, and supplies the rest', async () => {
    const others = await opened('birth');
    const filing = fictionalFiling('birth');
    const [father, mother, child] = filing.householdFacts.persons;
    const covered = { ...father, insurance: 'employee', pension: 'category2' };
    const small = { ...child, birthWeightGram: 2300 };
    const request = requestOf(filing);
    request.householdFacts.persons = [covered, mother ?? {}, small];
    const before = (await cases.said(others.caseId)).length;
    expect(await cases.apply(await others.correct({ answers: [], request }))).toEqual([]);
    const said = (await cases.said(others.caseId)).slice(before);
    expect(types(said)).toContain('insurance.withdraw-task');
    expect(types(said).at(-1)).toBe('case.changed');
    const opening = named(said, 'childcare.open-tasks').data as unknown as OpenTasksData;
    expect(opening.tasks.map(({ procedureId }) => procedureId)).toEqual([
      'low-birth-weight-notification',
    ]);
    const { ruleSet } = lastSnapshot(said);
    expect(opening.ruleSet).toBe(ruleSet);
    const supplied = named(said, 'resident.supply-correction');
    const { facts } = await cases.open<SupplyCorrectionSealed>('resident', others.caseId, supplied);
    expect(facts).toMatchObject({ persons: [{ birthWeightGram: 2300 }] });
    const { deadline, persons } = await taskOf(others, 'birth-registration');
    expect(supplied.data).toMatchObject({ plan: { deadline, persons } });
    // A second correction starts from the first, not from the filing.
    const again = await others.correct({ answers: [], request });
    const settled = (await cases.said(others.caseId)).length;
    expect(await cases.apply(again)).toEqual([]);
    expect((await cases.said(others.caseId)).length).toBe(settled);
  });
});

describe('a withdrawal', () => {
  it('asks every section, waits for all, and tells what was refused', async () => {
    const others = await opened('birth');
    await say(others, 'birth-registration', 'RECEIVED', 'IN_REVIEW');
    await cases.apply(await others.withdraw());
    const said = await cases.said(others.caseId);
    const { tasks, status } = lastSnapshot(said);
    expect(status).toBe('WITHDRAWING');
    expect(types(said).filter((type) => type.endsWith('withdraw-task'))).toHaveLength(tasks.length);
    const decided = await taskOf(others, 'birth-registration');
    await cases.apply(
      await others.task('resident', decided, 'DECIDED'),
      await others.refuseWithdrawal('resident', decided.taskId),
    );
    const asked = tasks.filter(({ taskId }) => taskId !== decided.taskId);
    const answers = [];
    for (const task of asked) answers.push(await others.task(task.section, task, 'WITHDRAWN'));
    await cases.apply(...answers);
    const end = lastSnapshot(await cases.said(others.caseId));
    expect(end).toMatchObject({ status: 'CLOSED', withdrawal: 'partly-refused' });
    expect(end.tasks.find(({ taskId }) => taskId === decided.taskId)?.withdrawalRefused).toBe(true);
  });
});

describe('a fact that cannot be taken in', () => {
  it('is given back alone: what came with it for other cases is done', async () => {
    const [good, bad] = [cases.newCase(), cases.newCase()];
    const filing = fictionalFiling('birth');
    const contradictory = await bad.submit(filing, { ward: '14131' });
    const failures = await cases.apply(contradictory, await good.submit(filing));
    expect(failures).toMatchObject([{ error: { code: 'filing-of-another-case' } }]);
    expect(failures[0]?.dead).toBeFalsy();
    expect(await cases.said(bad.caseId)).toEqual([]);
    expect(types(await cases.said(good.caseId))).toContain('case.opened');
  });

  it('is dead when its sealed part cannot be opened', async () => {
    const others = cases.newCase();
    const submitted = await others.submit(fictionalFiling('birth'));
    const moved = { ...submitted, sequence: submitted.sequence + 1 };
    expect(await cases.apply(moved)).toMatchObject([
      { dead: true, error: { code: 'seal-header-mismatch' } },
    ]);
  });

  it('is dead when what was sealed is not what its contract lays down, and says nothing of it', async () => {
    const filing = { ...fictionalFiling('birth'), applicant: { nickname: '窓口のたろちゃん' } };
    const submitted = await cases.newCase().submit(filing as unknown as FictionalFiling);
    const others = await opened('birth');
    const corrected = await others.correct({ answers: [], request: '架空' } as never);
    const task = await taskOf(others, 'nhi-enroll');
    const noted = await others.task('insurance', task, 'RECEIVED', { note: 42 } as never);
    for (const delivery of [submitted, corrected, noted]) {
      const [failure] = await cases.apply(delivery);
      expect(failure).toMatchObject({ dead: true, error: { code: 'sealed-content-invalid' } });
      expect(String(failure?.error)).not.toMatch(/nickname|窓口|架空|\b42\b/);
    }
  });

  it('is dead when its deadlines lie outside the known calendar', async () => {
    const late = { ...fictionalFiling('birth'), eventDate: '2050-12-25' };
    const failures = await cases.apply(await cases.newCase().submit(late));
    expect(failures).toMatchObject([{ dead: true, error: { code: 'filing-outside-calendar' } }]);
    const others = await opened('birth');
    const correction = await others.correct({ answers: [], request: requestOf(late) });
    expect(await cases.apply(correction)).toMatchObject([
      { dead: true, error: { code: 'filing-outside-calendar' } },
    ]);
  });

  it('waits where its case is not known yet', async () => {
    const others = cases.newCase();
    expect(await cases.apply(await others.withdraw())).toMatchObject([
      { error: { code: 'case-unknown' } },
    ]);
  });

  it('leaves the case as it was, and what is behind it in the same stream alone', async () => {
    const others = await opened('birth');
    const task = await taskOf(others, 'birth-registration');
    const before = await cases.said(others.caseId);
    const failures = await cases.apply(
      await others.task('insurance', task, 'IN_REVIEW'),
      await others.task('insurance', await taskOf(others, 'nhi-enroll'), 'WITHDRAWN'),
    );
    expect(failures).toMatchObject([{ error: { code: 'task-of-another-section' } }]);
    expect(await cases.said(others.caseId)).toEqual(before);
  });
});

/** As the administrator, to whom no ward is closed. */
async function asAdministrator<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: cases.database.adminUrl });
  await client.connect();
  try {
    await client.query('SET search_path = life_events');
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('the tables of life-events', () => {
  it('hold no name, address or fact in clear', async () => {
    const others = await opened('move-in');
    const { identities } = fictionalFiling('move-in');
    const words = identities.flatMap((identity) => [
      identity.familyName,
      identity.givenName ?? '',
      identity.address?.fullAddress ?? '',
    ]);
    const stored = await asAdministrator(async (client) => {
      const tables = await client.query<{ name: string }>(
        `SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'life_events'`,
      );
      const texts: string[] = [];
      for (const { name } of tables.rows) {
        const rows = await client.query<{ text: string }>(
          `SELECT to_jsonb(t)::text AS text FROM ${name} t`,
        );
        texts.push(...rows.rows.map(({ text }) => text));
      }
      const outbox = await client.query<{ payload: Buffer }>('SELECT payload FROM outbox');
      return [...texts, ...outbox.rows.map(({ payload }) => payload.toString())].join('\n');
    });
    expect(stored).toContain(others.caseId);
    for (const word of words.filter((text) => text !== '')) expect(stored).not.toContain(word);
    expect(stored).not.toContain('myNumberCard');
  });

  it('are what the entities say', async () => {
    const source = dataSourceFor(
      { service: 'life-events', adminUrl: cases.database.adminUrl },
      { entities: lifeEventsEntities },
    );
    await source.initialize();
    try {
      expect(await schemaDrift(source)).toEqual([]);
    } finally {
      await source.destroy();
    }
  });
});

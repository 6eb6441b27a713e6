import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SECTIONS, SERVICES, TOPICS, type ServiceName } from '@app/contracts';
import { redeliver } from '@app/messaging';
import { urlWith } from '@app/persistence';
import pg from 'pg';
import { ForgetIdempotencyKeys } from '../apps/applications/src/features/forget-idempotency-keys/forget-idempotency-keys.service.js';
import { EraseCases } from '../apps/life-events/src/features/erase-cases/erase-cases.service.js';
import { Citizen, filingOf, type Accepted } from './support/citizen.js';
import { startCityInOneProcess, type CityInOneProcess } from './support/city-in-one-process.js';
import {
  dumpOf,
  openedBy,
  sealedPartsIn,
  tablesWith,
  type Dump,
} from './support/everything-stored.js';
import { KeptTables } from './support/kept-tables.js';
import { acceptWhatIsOpen, officersOf } from './support/officers.js';
import { routesOf } from './support/access-matrix/matrix-routes.js';
import { runOps } from '../tools/ops/run-ops.js';

// Five services and ten years; on a busy machine that is slow and nothing else.
jest.setTimeout(300_000);

/** Names and an address that stand nowhere else, in kanji with a variation selector, kana and Latin letters. */
const canaries = (mark: string) => ({
  familyName: `葛󠄀灯${mark}`,
  familyNameKana: `カナリヤ${mark}`,
  givenName: `Åsa-${mark}`,
  address: { fullAddress: `川崎市中原区架空町${mark}番地` },
});
type Canary = ReturnType<typeof canaries>;
const textsOf = ({ familyName, familyNameKana, givenName, address }: Canary): string[] => [
  ...[familyName, familyNameKana, givenName, address.fullAddress],
];

let city: CityInOneProcess;
const erase = () => city.host.app.get(EraseCases, { strict: false }).run();

interface Filed extends Accepted {
  readonly canary: Canary;
  readonly citizen: Citizen;
  readonly account: string;
}

async function filed(account: string, mark: string): Promise<Filed> {
  const canary = canaries(mark);
  const filing = filingOf('birth') as { identities: object[]; contact: object };
  const identities = filing.identities.map((identity) => ({ ...identity, ...canary }));
  const citizen = new Citizen(city, account);
  const accepted = await citizen.submit({ ...filing, identities });
  await city.settle();
  return { ...accepted, canary, citizen, account };
}

/** Every section decides and delivers; first, one task is returned with words of an officer, and answered. */
async function workedOff(cases: readonly Filed[]): Promise<void> {
  const officers = officersOf(city);
  const ids = new Set(cases.map(({ caseId }) => caseId));
  for (const { caseId, applicationId, canary, citizen } of cases) {
    const [desk] = officers;
    const task = (await desk!.queue()).find((one) => one.caseId === caseId);
    const claimed = await desk!.act(task!, 'claim');
    const items = [{ item: 'document', note: `${canary.familyName}様の書類` }];
    await desk!.act(claimed, 'return', { items });
    await city.settle();
    const answers = [{ taskId: task!.taskId, item: 'document', value: canary.givenName }];
    const path = `/v1/applications/${applicationId}/corrections`;
    expect((await citizen.send(path, { answers })).status).toBe(202);
    await city.settle();
  }
  while ((await acceptWhatIsOpen(officers, ids)) > 0) await city.settle();
  for (const { citizen, applicationId } of cases)
    expect((await citizen.read(applicationId)).status).toBe('CLOSED');
}

async function eraseInTurns(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await erase();
    await city.settle();
  }
}

/** Something that was filed comes to life-events once more under a number that does not follow: it is put aside for good. */
async function leaveDeadLetter(caseId: string): Promise<void> {
  await asAdmin(
    `INSERT INTO applications.outbox (event_id, topic, partition, key, sequence, type, headers, payload)
     SELECT gen_random_uuid(), topic, partition, key, 99, type, headers, payload FROM applications.outbox
     WHERE key = $1 AND type = 'madoguchi.application.submitted'`,
    [caseId],
  );
  await city.settle();
}

const parked = async (): Promise<object[]> => {
  const found = SERVICES.map((service) =>
    city.db(service).query('SELECT topic, key, reason, state, error FROM parked'),
  );
  return (await Promise.all(found)).flat();
};

async function get(account: string, service: ServiceName, path: string): Promise<Response> {
  const authorization = `Bearer ${await city.tokenOf(account)}`;
  return fetch(`${city.urlOf(service)}${path}`, { headers: { authorization } });
}

async function post(account: string, path: string, body: object = {}): Promise<{ id: string }> {
  const headers = {
    authorization: `Bearer ${await city.tokenOf(account)}`,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  const answer = await fetch(`${city.urlOf('life-events')}/v1/cases/${path}`, init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as { id: string };
}

/** Two supervisors want it. */
async function askedAndApproved(path: string, body: object): Promise<void> {
  const { id } = await post('resident-supervisor', path, body);
  await post('resident-supervisor-2', `approvals/${id}/approval`);
}

async function ops(command: string): Promise<string[]> {
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const environment = { LIFE_EVENTS_DB_URL: city.db('life-events').url };
  expect(await runOps([command], { environment, say, complain: say })).toBe(0);
  return lines;
}

const keysUrl = () => urlWith(city.keyStores.adminUrl, { database: city.keyStores.databaseName });

const codeOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { code: string }).code;

const asAdmin = async (work: string, params: unknown[] = []): Promise<object[]> => {
  const client = new pg.Client({ connectionString: city.adminUrl });
  await client.connect();
  const { rows } = await client.query<object>(work, params);
  await client.end();
  return rows;
};

/** What may say for at most 30 days that a case was there, without a word of what it was about; and what stays. */
const LEFT = [
  /\.outbox_\w+$/,
  /^event_log\./,
  /\.(stream|stream_seen|inbox_\w+|partition_progress)$/,
  /\.access_record/,
  /^applications\.erased_application$/,
  /^life_events\.("case"|erasure|legal_hold|approval)$/,
  /\.delivery_decision$/,
  /^(resident|insurance|childcare)\.task$/,
];

describe('after its time is over, a case', () => {
  let gone: Filed;
  let held: Filed;
  let unreceipted: Filed;
  let younger: Filed;
  let early: Filed;
  let backup: Dump;
  let kept: KeptTables;
  let tasks: string[][];

  beforeAll(async () => {
    city = await startCityInOneProcess('2026-11-21T10:00:00+09:00');
    gone = await filed('citizen-1', 'い');
    held = await filed('citizen-1', 'ろ');
    unreceipted = await filed('citizen-2', 'は');
    await workedOff([gone, held, unreceipted]);
    await leaveDeadLetter(gone.caseId);
    city.clock.set('2028-06-01T10:00:00+09:00');
    younger = await filed('citizen-2', 'に');
    early = await filed('citizen-1', 'ほ');
    await workedOff([younger, early]);
    tasks = (await officersOf(city)[0]!.queue('&status=DECIDED')).map(({ caseId, taskId }) => [
      caseId,
      taskId,
    ]);
    await post('resident-supervisor', `${held.caseId}/legal-holds`, { reason: 'litigation' });
    await asAdmin(
      `UPDATE childcare.task SET status = 'RECEIVED', final = false WHERE case_id = $1`,
      [unreceipted.caseId],
    );
    [backup, kept] = [await dumpOf(city.adminUrl), await KeptTables.of(city.adminUrl)];
    const readable = await openedBy(city.keyStores, sealedPartsIn(backup));
    // Otherwise what is not found later would prove nothing.
    for (const { caseId, canary } of [gone, early])
      for (const text of textsOf(canary)) expect(readable.get(caseId)?.join()).toContain(text);
    await askedAndApproved(`${early.caseId}/erasure`, { reason: 'filed-by-mistake' });
    await eraseInTurns();
    city.clock.set('2032-04-01T00:00:00+09:00');
    await eraseInTurns();
  });
  afterAll(() => city.stop());

  it('stands in no table, no event, no dead letter and no log any more, and what it said is in no backup to be read', async () => {
    const opening = await openedBy(city.keyStores, sealedPartsIn(backup));
    expect(opening.get(younger.caseId)?.join()).toContain(`${younger.canary.familyName}様の書類`);
    const now = await dumpOf(city.adminUrl);
    const keys = await dumpOf(keysUrl());
    const opened = await openedBy(city.keyStores, sealedPartsIn(now));
    for (const { caseId, canary } of [gone, early]) {
      expect([opening.has(caseId), opened.has(caseId)]).toEqual([false, false]);
      expect(tablesWith(keys, caseId)).toEqual([
        'key_data.erased_case',
        expect.stringMatching(/^key_data.opening_/),
      ]);
      for (const text of textsOf(canary)) {
        for (const dump of [now, backup, keys]) expect(tablesWith(dump, text)).toEqual([]);
        expect(city.logged.filter((line) => line.includes(text))).toEqual([]);
      }
    }
  });

  it('had a dead letter that could be opened before, and cannot be now', async () => {
    const letters = new Map([['parked', backup.get('life_events.parked')!]]);
    expect(letters.get('parked')?.join()).toContain(gone.caseId);
    expect(sealedPartsIn(letters)).not.toEqual([]);
    expect((await openedBy(city.keyStores, sealedPartsIn(letters))).has(gone.caseId)).toBe(false);
    // Two operators discard it, and nobody says it again.
    await asAdmin('DELETE FROM life_events.parked WHERE key = $1', [gone.caseId]);
    await asAdmin('DELETE FROM applications.outbox WHERE sequence = 99');
  });

  it('leaves nothing by its id but tombstones, the record of the erasure, and what goes after 30 days', async () => {
    const now = await dumpOf(city.adminUrl);
    const unexpected = (id: string) =>
      tablesWith(now, id).filter((table) => !LEFT.some((pattern) => pattern.test(table)));
    expect(unexpected(gone.caseId)).toEqual([]);
    expect(unexpected(gone.applicationId)).toEqual([]);
    const outsideTheLog = tablesWith(now, gone.reference).filter(
      (table) => !/outbox|event_log/.test(table),
    );
    expect(outsideTheLog).toEqual([]);
    expect(unexpected(younger.caseId)).toContain('life_events.filing');
  });

  it('is told to have been erased to whom it belonged and to who worked on it, and to nobody else', async () => {
    const path = `/v1/applications/${gone.applicationId}`;
    const own = await get(gone.account, 'applications', path);
    expect([own.status, await codeOf(own)]).toEqual([410, 'case-erased']);
    const stranger = await get('citizen-2', 'applications', path);
    const nobody = await get('citizen-2', 'applications', `/v1/applications/${randomUUID()}`);
    expect([stranger.status, await codeOf(stranger)]).toEqual([
      nobody.status,
      await codeOf(nobody),
    ]);
    const [, taskId] = tasks.find(([caseId]) => caseId === gone.caseId)!;
    for (const at of [`/v1/resident/tasks/${taskId}`, `/v1/cases/${gone.caseId}`])
      expect((await get('resident-officer', 'resident', at)).status).toBe(410);
    const listed = await officersOf(city)[0]!.queue('&status=DECIDED');
    expect(listed.map(({ caseId }) => caseId)).not.toContain(gone.caseId);
    expect(listed.map(({ caseId }) => caseId)).toContain(younger.caseId);
  });

  it('is given back by no list, search or detail of any service, whoever asks', async () => {
    const taskIds = new Map(tasks.map(([caseId, taskId]) => [caseId!, taskId!]));
    const staff = SECTIONS.flatMap((one) => [`${one}-officer`, `${one}-supervisor`]);
    const shown = new Set<string>();
    for (const { caseId, applicationId, reference, canary, account } of [gone, early]) {
      const ids = [caseId, applicationId, taskIds.get(caseId) ?? caseId];
      for (const { method, path } of await routesOf(city)) {
        if (method !== 'GET') continue;
        const places = path.includes('{')
          ? ids.map((id) => path.replace(/\{[^}]+\}/, id))
          : [path, `${path}?limit=100`, `${path}?status=CLOSED`, `${path}?status=DECIDED`];
        for (const place of places)
          for (const who of [account, ...staff]) {
            const answer = await get(who, 'applications', place);
            const text = await answer.text();
            const said = [reference, ...textsOf(canary)].filter((one) => text.includes(one));
            expect({ place, who, said }).toEqual({ place, who, said: [] });
            if (text.includes(younger.caseId)) shown.add(path);
          }
      }
    }
    // They do answer: what is kept is in them.
    expect([...shown]).toContain('/v1/cases');
    for (const section of SECTIONS) expect([...shown]).toContain(`/v1/${section}/tasks`);
  });

  it('stays while it is held, while a section has not given its receipt, and while its time is not over', async () => {
    const opened = await openedBy(city.keyStores, sealedPartsIn(await dumpOf(city.adminUrl)));
    for (const kept of [held, unreceipted, younger]) {
      expect(opened.get(kept.caseId)?.join()).toContain(kept.canary.address.fullAddress);
      expect((await kept.citizen.read(kept.applicationId)).status).toBe('CLOSED');
    }
    expect(await parked()).toMatchObject([{ key: unreceipted.caseId, reason: 'failed' }]);
    expect(await ops('erasures')).toEqual([
      expect.stringMatching(`${held.caseId}  ended .* held: litigation`),
      expect.stringMatching(`${unreceipted.caseId}  ordered .* no receipt: childcare`),
    ]);
    expect(await ops('erased')).toEqual([gone.caseId, early.caseId].toSorted());
  });

  it('leaves no idempotency key behind for longer than a client may repeat a request', async () => {
    const keys = () => asAdmin('SELECT subject FROM applications.idempotency_key');
    const forgetting = city.host.app.get(ForgetIdempotencyKeys, { strict: false });
    const now = city.clock.now();
    city.clock.set(new Date());
    expect([await forgetting.forget(), (await keys()).length > 0]).toEqual([0, true]);
    city.clock.set(now);
    expect([(await forgetting.forget()) > 0, await keys()]).toEqual([true, []]);
  });

  it('comes to nothing when everything is said again, to readers who remember it and to new ones', async () => {
    for (const forgetting of [[], ['task', 'erased_application', 'erasure']]) {
      await forget(gone.caseId, forgetting);
      for (const { name, writer } of TOPICS)
        await redeliver(
          city.db(writer),
          { topic: name, key: gone.caseId },
          { reason: 'a new reader', by: 'test' },
        );
      await city.settle();
      expect(
        (await parked()).filter((row) => (row as { key: string }).key === gone.caseId),
      ).toEqual([]);
      const now = await dumpOf(city.adminUrl);
      const left = tablesWith(now, gone.caseId).filter(
        (table) => !LEFT.some((pattern) => pattern.test(table)),
      );
      expect(left).toEqual([]);
      expect((await openedBy(city.keyStores, sealedPartsIn(now))).has(gone.caseId)).toBe(false);
      const rows = await officersOf(city)[0]!.queue();
      expect(rows.map(({ caseId }) => caseId)).not.toContain(gone.caseId);
    }
  });

  it('does not come back with a backup of the data: nobody can read it, and what is due is erased again', async () => {
    await city.restartAfter(() => kept.restore());
    await city.settle();
    const back = await dumpOf(city.adminUrl);
    expect(tablesWith(back, gone.caseId)).toContain('life_events.filing');
    const opened = await openedBy(city.keyStores, sealedPartsIn(back));
    expect(opened.has(younger.caseId)).toBe(true);
    expect([opened.has(gone.caseId), opened.has(early.caseId)]).toEqual([false, false]);
    const path = `/v1/applications/${gone.applicationId}`;
    const restored = await (await get(gone.account, 'applications', path)).text();
    for (const text of textsOf(gone.canary)) expect(restored).not.toContain(text);
    await eraseInTurns();
    expect(await ops('erased')).toEqual([gone.caseId]);
    expect((await get(gone.account, 'applications', path)).status).toBe(410);
    expect((await held.citizen.read(held.applicationId)).status).toBe('CLOSED');
  });

  /** The services lose what they know of the case's streams, and what they keep of it. */
  async function forget(caseId: string, tables: readonly string[]): Promise<void> {
    for (const service of SERVICES) {
      const schema = service.replace('-', '_');
      await asAdmin(`DELETE FROM ${schema}.inbox`, []);
      await asAdmin(`DELETE FROM ${schema}.stream_seen WHERE key = $1`, [caseId]);
    }
    for (const table of tables) await forgetRows(table, caseId);
  }

  async function forgetRows(table: string, caseId: string): Promise<void> {
    const schemas = { task: ['resident', 'insurance', 'childcare'], erasure: ['life_events'] };
    const of = (schemas as Record<string, string[]>)[table] ?? ['applications'];
    for (const schema of of)
      await asAdmin(`DELETE FROM ${schema}.${table} WHERE case_id = $1`, [caseId]);
  }
});

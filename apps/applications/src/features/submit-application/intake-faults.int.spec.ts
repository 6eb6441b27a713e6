import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FaultyProxy } from '@app/persistence/testing';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import request from 'supertest';
import { INTAKE_LIMITS } from '../../intake/admission.js';
import {
  applicationsUnderTest,
  type ApplicationsUnderTest,
} from '../../testing/applications-under-test.js';

interface Answer {
  readonly status: number;
  readonly id: string;
  readonly code: string;
  readonly replayed: boolean;
  readonly retryAfter: string | undefined;
}

jest.setTimeout(300_000);

let app: ApplicationsUnderTest;
let database: FaultyProxy;
let keyDatabase: FaultyProxy;
let filing: object;
let tokens: Map<string, string>;

beforeAll(async () => {
  app = await applicationsUnderTest({
    databaseUrl: async (url) => (database = await FaultyProxy.to(url)).url,
    keysDatabaseUrl: async (url) => (keyDatabase = await FaultyProxy.to(url)).url,
  });
  filing = JSON.parse(await readFile('test/examples/filings/birth.json', 'utf8')) as object;
  const citizens = ['citizen-1', 'citizen-2', 'citizen-3'];
  tokens = new Map(
    await Promise.all(
      citizens.map(async (sub): Promise<[string, string]> => [sub, await app.tokenOf(sub)]),
    ),
  );
});
afterAll(async () => {
  await app.stop();
  await Promise.all([database.close(), keyDatabase.close()]);
});

interface Sent {
  readonly key: string;
  readonly citizen: string;
  readonly body: object;
}
const sent = (key: string = randomUUID(), citizen = 'citizen-1', more: object = {}): Sent => ({
  key,
  citizen,
  body: { ...filing, ...more },
});

async function post({ key, citizen, body }: Sent): Promise<Answer> {
  const answer = await request(app.url)
    .post('/v1/applications')
    .set({ authorization: `Bearer ${tokens.get(citizen)}`, 'idempotency-key': key })
    .send(body);
  const { applicationId = '', code = '' } = answer.body as {
    applicationId?: string;
    code?: string;
  };
  return {
    status: answer.status,
    id: applicationId,
    code,
    replayed: answer.headers['idempotent-replayed'] === 'true',
    retryAfter: answer.headers['retry-after'],
  };
}

/** As a client does that was told to come again. */
async function postUntilSettled(one: Sent): Promise<Answer> {
  for (;;) {
    const answer = await post(one);
    if (![409, 429, 503].includes(answer.status)) return answer;
    expect(answer.retryAfter).toMatch(/^[1-9]\d*$/);
  }
}

/** The application that each of these keys has; one that is missing or double shows. */
async function storedIds(all: readonly Sent[]): Promise<string[]> {
  const rows = await app.administrator.query<{ id: string }>(
    `SELECT a.id FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (subject, key, place)
     JOIN idempotency_key USING (subject, key) JOIN application AS a ON a.id = application_id
     JOIN outbox ON outbox.key = a.case_id ORDER BY place`,
    [all.map(({ citizen }) => citizen), all.map(({ key }) => key)],
  );
  return rows.map(({ id }) => id);
}

/** A client that goes away as soon as it has sent these bytes of a request. */
async function sendAndLeave({ key, citizen, body }: Sent, share: number): Promise<void> {
  const { hostname, port } = new URL(app.url);
  const json = Buffer.from(JSON.stringify(body));
  const head = [
    'POST /v1/applications HTTP/1.1',
    `host: ${hostname}`,
    `authorization: Bearer ${tokens.get(citizen)}`,
    `idempotency-key: ${key}`,
    'content-type: application/json',
    `content-length: ${json.length}`,
  ].join('\r\n');
  const socket = connect(Number(port), hostname);
  const part = json.subarray(0, json.length * share);
  socket.end(Buffer.concat([Buffer.from(`${head}\r\n\r\n`), part]));
  // Read to the end: closing with something unread would take the request back before it is read.
  socket.resume();
  await once(socket, share === 1 ? 'finish' : 'close');
  if (share === 1) socket.destroy();
}

describe('many filings at once', () => {
  it('gives each of 500 its own answer, whatever its neighbours are', async () => {
    const good = Array.from({ length: 400 }, () => sent());
    const again = good.slice(0, 40);
    const other = good
      .slice(40, 80)
      .map(({ key }) => sent(key, 'citizen-1', { chosenProcedures: [] }));
    const theirs = good.slice(80, 100).map(({ key }) => sent(key, 'citizen-2'));
    // Rows that PostgreSQL refuses as data, each for itself.
    await app.administrator.query(
      `ALTER TABLE application ADD CONSTRAINT poison
       CHECK (1 / (CASE subject WHEN 'citizen-3' THEN 0 ELSE 1 END) = 1) NOT VALID`,
    );
    const poisoned = Array.from({ length: 20 }, () => sent(randomUUID(), 'citizen-3'));
    const all = [...good, ...again, ...other, ...theirs];
    const mixed = [...all, ...poisoned].sort((a, b) => (a.key < b.key ? -1 : 1));
    const first = new Map<Sent, Answer>();
    await Promise.all(mixed.map(async (one) => first.set(one, await post(one))));
    const settled = new Map<Sent, Answer>();
    for (const one of all) settled.set(one, await postUntilSettled(one));

    expect(poisoned.map((one) => first.get(one)!.code)).toEqual(poisoned.map(() => 'internal'));
    expect(await storedIds([...good, ...theirs])).toHaveLength(420);
    for (const [index, id] of (await storedIds([...good, ...theirs])).entries()) {
      const { key, citizen } = [...good, ...theirs][index]!;
      const mine = all.filter((one) => one.key === key && one.citizen === citizen);
      const answers = mine.flatMap((one) => [first.get(one)!, settled.get(one)!]);
      expect(new Set(answers.map((one) => one.id))).toEqual(
        new Set([id, ...answers.filter(({ status }) => status !== 202).map(() => '')]),
      );
      // Of two bodies under one key, one was stored and the other refused.
      const bodies = new Set(mine.map(({ body }) => JSON.stringify(body)));
      const refused = new Set(mine.filter((one) => settled.get(one)!.status === 422));
      expect(refused.size).toBe(bodies.size - 1);
    }
  });

  it('loses nothing while backends are killed', async () => {
    const all = Array.from({ length: 300 }, () => sent());
    let open = all.length;
    const first = Promise.all(
      all.map(async (one) => {
        const answer = await post(one);
        open -= 1;
        return answer;
      }),
    );
    while (open > 0)
      await app.administrator.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND usename = 'applications' AND query LIKE '%idempotency_key%' AND pid <> pg_backend_pid()`,
      );
    const answers = await first;
    const settled = await Promise.all(all.map(postUntilSettled));
    expect(settled.map(({ id }) => id)).toEqual(await storedIds(all));
    for (const [index, { status, id }] of answers.entries()) {
      expect([202, 409, 503]).toContain(status);
      if (status === 202) expect(id).toBe(settled[index]!.id);
    }
  });

  it('answers as for the first time when the answers to COMMIT are lost', async () => {
    database.cutAnswersToCommit(4);
    const all = Array.from({ length: 100 }, () => sent());
    const answers = await Promise.all(all.map(post));
    expect(answers.map(({ status, replayed }) => ({ status, replayed }))).toEqual(
      all.map(() => ({ status: 202, replayed: false })),
    );
    expect(await storedIds(all)).toEqual(answers.map(({ id }) => id));
  });
});

describe('what the filing needs is away', () => {
  const postNoJson = async (): Promise<string> => {
    const answer = await request(app.url)
      .post('/v1/applications')
      .set('content-type', 'application/json')
      .send('{"unread":');
    return (answer.body as { code: string }).code;
  };

  it.each([
    ['PostgreSQL', () => database, 'database-unavailable'],
    ['the key store', () => keyDatabase, 'keys-unavailable'],
  ])(
    'answers 503 without %s, at once and unread, and goes on when it is back',
    async (_name, proxy, code) => {
      proxy().refuse();
      const all = Array.from({ length: 30 }, () => sent());
      const answers = await Promise.all(all.map(post));
      expect(new Set(answers.map((one) => `${one.status} ${one.code}`))).toEqual(
        new Set([`503 ${code}`]),
      );
      let unread = await postNoJson();
      while (unread === 'malformed-json') {
        await post(sent());
        unread = await postNoJson();
      }
      expect(unread).toBe(code);
      proxy().restore();
      const settled = await Promise.all(all.map(postUntilSettled));
      expect(await storedIds(all)).toEqual(settled.map(({ id }) => id));
    },
  );
});

describe('a client that goes away', () => {
  it('has its filing stored all the same once it was sent', async () => {
    const one = sent();
    await sendAndLeave(one, 1);
    while ((await storedIds([one])).length === 0);
    const answer = await postUntilSettled(one);
    expect(answer).toMatchObject({ status: 202, replayed: true });
  });

  it('gives its room back when it goes in the middle of the body, as does who is refused', async () => {
    const halves = Array.from({ length: INTAKE_LIMITS.requests + 50 }, () => sent());
    for (let from = 0; from < halves.length; from += 50)
      await Promise.all(halves.slice(from, from + 50).map((one) => sendAndLeave(one, 0.5)));
    const refused = sent(randomUUID(), 'nobody');
    for (let from = 0; from < halves.length; from += 50)
      await Promise.all(Array.from({ length: 50 }, () => post(refused)));
    expect(await post(sent())).toMatchObject({ status: 202 });
  });
});

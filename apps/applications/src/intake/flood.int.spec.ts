import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { applicationsProcess, type ApplicationsProcess } from '../testing/applications-process.js';
import { INTAKE_LIMITS } from './admission.js';

jest.setTimeout(300_000);

let app: ApplicationsProcess;
let token: string;
let filing: string;

beforeAll(async () => {
  // What is held for ever ends the process.
  app = await applicationsProcess(['--max-old-space-size=192']);
  token = await app.issuer.token({ sub: 'citizen-1', roles: ['citizen'] });
  filing = await readFile('test/examples/filings/birth.json', 'utf8');
});
afterAll(() => app.stop());

interface Answer {
  readonly key: string;
  readonly status: number;
  readonly id: string;
  readonly retryAfter: string | undefined;
}

interface Sending {
  readonly answer: Promise<Answer>;
  /** Sends what is left of the body. */
  finish(): void;
  leave(): void;
}

/** Sends the request and this much of its body. */
function begin(body: string, bytes: number, key: string = randomUUID()): Sending {
  const whole = Buffer.from(body);
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': whole.length,
    'idempotency-key': key,
  };
  const sent = request(`${app.url}/v1/applications`, { agent: false, method: 'POST', headers });
  const answer = new Promise<Answer>((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (response) => void answerOf(key, response).then(resolve, reject));
  });
  sent.write(whole.subarray(0, bytes));
  return {
    answer,
    finish: () => void sent.end(whole.subarray(bytes)),
    leave: () => void sent.destroy(),
  };
}

async function answerOf(key: string, response: IncomingMessage): Promise<Answer> {
  const { applicationId = '' } = (await json(response)) as { applicationId?: string };
  const retryAfter = response.headers['retry-after'];
  return { key, status: response.statusCode ?? 0, id: applicationId, retryAfter };
}

/** So many requests that never end by themselves, that the others are refused: those answers, and the requests that came in. */
async function fill(
  body: string,
  bytes: number,
  { room, more }: { room: number; more: number },
): Promise<{ refused: Answer[]; inside: Sending[] }> {
  const all = Array.from({ length: room + more }, () => begin(body, bytes));
  const refused = new Map<Sending, Answer>();
  const { promise: full, resolve } = Promise.withResolvers<void>();
  for (const one of all)
    void one.answer.then((answer) => {
      refused.set(one, answer);
      if (refused.size === more) resolve();
    });
  await full;
  for (const one of refused.keys()) one.leave();
  return { refused: [...refused.values()], inside: all.filter((one) => !refused.has(one)) };
}

/** Sends the rest. A database that this machine has no time for is answered with 503: whoever gets that asks again. */
const finish = (all: readonly Sending[], body: string): Promise<Answer[]> =>
  Promise.all(all.map((one) => finishOne(one, body)));

async function finishOne(sending: Sending, body: string): Promise<Answer> {
  sending.finish();
  const answer = await sending.answer;
  if (answer.status !== 503) return answer;
  await wait(Number(answer.retryAfter) * 1000);
  return finishOne(begin(body, 1, answer.key), body);
}

/** Everything that was answered with 202 is there, and nothing else is. */
async function expectStored(answers: readonly Answer[]): Promise<void> {
  const rows = await app.database.administrator.query<{ key: string; id: string }>(
    `SELECT used.key, a.id FROM idempotency_key AS used JOIN application AS a ON a.id = used.application_id
     JOIN outbox ON outbox.key = a.case_id WHERE used.key = ANY ($1)`,
    [answers.map(({ key }) => key)],
  );
  const accepted = answers.filter(({ status }) => status === 202);
  expect(new Map(rows.map(({ key, id }) => [key, id]))).toEqual(
    new Map(accepted.map(({ key, id }) => [key, id])),
  );
  expect(rows).toHaveLength(accepted.length);
}

const statusesOf = (answers: readonly Answer[]): Set<number> =>
  new Set(answers.map(({ status }) => status));

describe('a flood of filings', () => {
  it('is refused beyond the room for requests, and everything inside is stored', async () => {
    const { refused, inside } = await fill(filing, 1, { room: INTAKE_LIMITS.requests, more: 50 });
    expect(statusesOf(refused)).toEqual(new Set([429]));
    for (const { retryAfter } of refused) expect(retryAfter).toMatch(/^[1-9]\d*$/);
    const answers = await finish(inside, filing);
    expect(statusesOf(answers)).toEqual(new Set([202]));
    await expectStored([...refused, ...answers]);
  });

  it('is refused beyond the room for bodies: memory does not grow with what is sent', async () => {
    const large = filing + ' '.repeat(250_000 - Buffer.byteLength(filing));
    const room = Math.floor(INTAKE_LIMITS.bytes / Buffer.byteLength(large));
    const before = await app.peakMemoryMb();
    const { refused, inside } = await fill(large, 249_000, { room, more: 500 });
    const sentMb = ((room + 500) * 249_000) / 1024 ** 2;
    expect((await app.peakMemoryMb()) - before).toBeLessThan(sentMb / 2);
    expect(statusesOf(refused)).toEqual(new Set([429]));
    const answers = await finish(inside, large);
    expect(statusesOf(answers)).toEqual(new Set([202]));
    await expectStored([...refused, ...answers]);
  });

  it('leaves the process as good as before, whatever it could not take', async () => {
    const all = Array.from({ length: 2 * INTAKE_LIMITS.requests }, () => begin(filing, 1));
    const answers = await finish(all, filing);
    expect(statusesOf(answers).isSubsetOf(new Set([202, 429]))).toBe(true);
    await expectStored(answers);
    expect(await finish([begin(filing, 1)], filing)).toMatchObject([{ status: 202 }]);
    expect(app.exitCode()).toBeUndefined();
  });
});

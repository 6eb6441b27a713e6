import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import request from 'supertest';
import {
  applicationsUnderTest,
  type ApplicationsUnderTest,
} from '../../testing/applications-under-test.js';

type Body = Record<string, unknown> & {
  identities: Record<string, unknown>[];
  householdFacts: { persons: Record<string, unknown>[] };
};

interface Answer {
  applicationId: string;
  code: string;
  errors?: unknown[];
}
const bodyOf = (answer: { body: unknown }): Answer => answer.body as Answer;

let app: ApplicationsUnderTest;
let token: string;
let filing: Body;

beforeAll(async () => {
  app = await applicationsUnderTest();
  token = await app.tokenOf('citizen-1');
  filing = JSON.parse(await readFile('test/examples/filings/birth.json', 'utf8')) as Body;
});
afterAll(() => app.stop());

const post = (body: unknown, key: string | undefined = randomUUID(), as = token) => {
  const sent = request(app.url).post('/v1/applications').set('authorization', `Bearer ${as}`);
  if (key !== undefined) sent.set('idempotency-key', key);
  return sent.send(body as object);
};
const changed = (change: (body: Body) => void): Body => {
  const body = structuredClone(filing);
  change(body);
  return body;
};
const counted = async (): Promise<number[]> => {
  const [row] = await app.administrator.query<{ a: string; k: string; o: string }>(
    'SELECT (SELECT count(*) FROM application) a, (SELECT count(*) FROM idempotency_key) k, (SELECT count(*) FROM outbox) o',
  );
  return [Number(row?.a), Number(row?.k), Number(row?.o)];
};

describe('POST /v1/applications', () => {
  it('answers 202 with ids, a reference and where to look', async () => {
    const answer = await post(filing).expect(202);
    expect(answer.headers['location']).toBe(`/v1/applications/${bodyOf(answer).applicationId}`);
    expect(answer.body).toMatchObject({
      status: 'ACCEPTED',
      reference: expect.stringMatching(/^[0-9A-Z]{5}-[0-9A-Z]{6}$/),
    });
  });

  it('takes null for the day of the filing, which means today, and refuses it for a name', async () => {
    await post(changed((body) => (body['intakeDate'] = null))).expect(202);
    const unnamed = changed((body) => (body.identities[0]!['givenName'] = null));
    expect(bodyOf(await post(unnamed).expect(400)).errors).toMatchObject([
      { field: 'identities[0].givenName' },
    ]);
  });

  it('stores no name in clear, in no table', async () => {
    await post(filing).expect(202);
    const rows = await app.administrator.query<{ row: string }>(
      'SELECT application::text AS row FROM application UNION ALL SELECT outbox::text FROM outbox',
    );
    const outbox = await app.administrator.query<{ payload: Buffer }>('SELECT payload FROM outbox');
    const stored = [
      ...rows.map(({ row }) => row),
      ...outbox.map(({ payload }) => payload.toString()),
    ].join('\n');
    for (const word of ['𠮷田', 'ヨシダ', '架空町', 'yoshida', '1989-04-12'])
      expect(stored).not.toContain(word);
  });

  it('gives the first answer again to the same request, and stores it once', async () => {
    const key = randomUUID();
    const first = await post(filing, key).expect(202);
    const before = await counted();
    const second = await post(filing, key).expect(202);
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(await counted()).toEqual(before);
  });

  it('stores one application when the same request comes many times at once', async () => {
    const key = randomUUID();
    const [applications = 0] = await counted();
    const answers = await Promise.all(Array.from({ length: 12 }, () => post(filing, key)));
    expect(new Set(answers.map(({ status }) => status)).isSubsetOf(new Set([202, 409]))).toBe(true);
    for (const { status, headers } of answers)
      if (status === 409) expect(headers['retry-after']).toBe('1');
    expect(
      new Set(
        answers.filter(({ status }) => status === 202).map((one) => bodyOf(one).applicationId),
      ).size,
    ).toBe(1);
    expect((await counted())[0]).toBe(applications + 1);
  });

  it('keeps the keys of two citizens apart', async () => {
    const key = randomUUID();
    const mine = await post(filing, key).expect(202);
    const theirs = await post(filing, key, await app.tokenOf('citizen-2')).expect(202);
    expect(bodyOf(theirs).applicationId).not.toBe(bodyOf(mine).applicationId);
  });

  it('refuses a key that was used for another body', async () => {
    const key = randomUUID();
    await post(filing, key).expect(202);
    const other = await post({ ...filing, chosenProcedures: [] }, key).expect(422);
    expect(bodyOf(other).code).toBe('idempotency-key-reused');
  });

  const refusals: [string, (body: Body) => void, number, string, string][] = [
    [
      'an unknown field, with the nearest known one',
      (b) => {
        b['contakt'] = {};
      },
      400,
      'invalid-request',
      'contact',
    ],
    [
      'an unknown fact, with the nearest known one',
      (b) => {
        b.householdFacts.persons[0]!['insurence'] = 'nhi';
      },
      400,
      'invalid-request',
      'insurance',
    ],
    [
      'a date that does not exist',
      (b) => {
        b['eventDate'] = '2025-02-29';
      },
      400,
      'invalid-request',
      'eventDate',
    ],
    [
      'a day that has not come',
      (b) => {
        b['eventDate'] = '2026-11-22';
      },
      400,
      'invalid-request',
      'eventDate',
    ],
    [
      'a ward of another city',
      (b) => {
        b['ward'] = { code5: '13112' };
      },
      400,
      'invalid-request',
      'ward',
    ],
    [
      'a wrong check digit',
      (b) => {
        b['ward'] = { code5: '14133', code6: '141331' };
      },
      400,
      'invalid-request',
      'ward',
    ],
    [
      'a name for somebody outside the household',
      (b) => {
        b.identities[0]!['person'] = 'p9';
      },
      400,
      'invalid-request',
      'identities[0].person',
    ],
    [
      'a procedure that is not offered',
      (b) => {
        b['chosenProcedures'] = ['seal-registration'];
      },
      400,
      'invalid-request',
      'chosenProcedures[0]',
    ],
    [
      'a name with a control character',
      (b) => {
        b.identities[0]!['familyName'] = '窓\u0000口';
      },
      400,
      'invalid-request',
      'familyName',
    ],
    [
      'a filing without consent',
      (b) => {
        b['consent'] = { shareWithSections: false, reuseNextTime: false };
      },
      422,
      'consent-missing',
      '',
    ],
  ];
  it.each(refusals)('refuses %s and stores nothing', async (_name, change, status, code, named) => {
    const before = await counted();
    const answer = await post(changed(change)).expect(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(bodyOf(answer).code).toBe(code);
    expect(JSON.stringify(bodyOf(answer).errors ?? [])).toContain(named);
    expect(await counted()).toEqual(before);
  });

  it('refuses a My Number wherever it stands, and does not say it', async () => {
    const number = ['1234', '5678', '9018'].join('');
    const answer = await post(
      changed((body) => {
        body.identities[0]!['alternativeName'] = `番号 ${number}`;
      }),
    ).expect(422);
    expect(bodyOf(answer).code).toBe('my-number-refused');
    expect(JSON.stringify(answer.body)).not.toContain(number);
  });

  it('needs a key, a token of a citizen, and JSON', async () => {
    const bare = request(app.url).post('/v1/applications');
    expect(bodyOf(await bare.set('authorization', `Bearer ${token}`).send(filing)).code).toBe(
      'idempotency-key-missing',
    );
    expect((await request(app.url).post('/v1/applications').send(filing)).status).toBe(401);
    expect(
      (
        await post(
          filing,
          randomUUID(),
          await app.token({ roles: ['reviewer'], section: 'resident', wards: ['14133'] }),
        )
      ).status,
    ).toBe(403);
    const broken = await request(app.url)
      .post('/v1/applications')
      .set({
        authorization: `Bearer ${token}`,
        'idempotency-key': randomUUID(),
        'content-type': 'application/json',
      })
      .send('{"applicant":');
    expect(bodyOf(broken).code).toBe('malformed-json');
  });
});

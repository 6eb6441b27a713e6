import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseSnapshotData, OpenTasksSealed, ProtectionChangedData } from '@app/contracts';
import { PersonIndex } from '@app/privacy';
import pg from 'pg';
import { v7 as uuidV7 } from 'uuid';
import { CasesUnderTest, type SaidEvent } from '../../testing/cases-under-test.js';
import {
  fictionalFiling,
  type FictionalFiling,
  type Neighbours,
} from '../../testing/neighbours.js';

let cases: CasesUnderTest;
let raw: pg.Client;

beforeAll(async () => {
  cases = await CasesUnderTest.start();
  raw = new pg.Client({
    connectionString: cases.database.adminUrl,
    options: '-c search_path=life_events',
  });
  await raw.connect();
});
afterAll(async () => {
  await raw.end();
  await cases.stop();
});

const last = (said: readonly SaidEvent[]): CaseSnapshotData =>
  said.findLast(({ type }) => type.startsWith('case.'))?.data as unknown as CaseSnapshotData;
const wardsIn = (said: readonly SaidEvent[]): unknown[] =>
  said.flatMap(({ data }) => ('ward' in data ? [data['ward']] : []));

/** A household that nobody else in this spec files for. */
function household(name: string): FictionalFiling {
  const filing = fictionalFiling('birth');
  const identities = filing.identities.map((identity, at) =>
    at === 0 ? { ...identity, familyName: name, familyNameKana: name } : identity,
  );
  return { ...filing, identities };
}

function indexOf({ identities, householdFacts }: FictionalFiling): number[] {
  const { person, ...names } = identities[0]!;
  const { birthDate } = householdFacts.persons.find(({ id }) => id === person)!;
  const { personIndexKey } = cases.keyStores.keysOf('life-events');
  return new PersonIndex(personIndexKey!).of({ ...names, birthDate: birthDate as string });
}

async function protect(
  filing: FictionalFiling,
  { protectionId = uuidV7(), ...change }: Partial<ProtectionChangedData> = {},
): Promise<string> {
  const period = { startsOn: '2026-04-06', endsOn: '2027-04-05', kinds: ['certificate'] } as const;
  await cases.protect({
    ...{ protectionId, version: 1, effect: 'in-force', ...period, kinds: [...period.kinds] },
    ...{ personIndex: indexOf(filing), ...change },
  });
  return protectionId;
}

async function filed(filing: FictionalFiling): Promise<Neighbours> {
  const others = cases.newCase();
  expect(await cases.apply(await others.submit(filing))).toEqual([]);
  return others;
}

const storedWards = async (caseId: string): Promise<unknown[]> => {
  const sql =
    'SELECT ward FROM "case" WHERE id = $1 UNION ALL SELECT ward FROM case_task WHERE case_id = $1';
  return (await raw.query<{ ward: string }>(sql, [caseId])).rows.map(({ ward }) => ward);
};

describe('a filing that names a protected person', () => {
  it('never shows its ward in clear, and its parts are all of one length', async () => {
    const filing = household('窓守');
    await protect(filing);
    const { caseId } = await filed(filing);
    const said = await cases.said(caseId);
    expect(new Set(wardsIn(said))).toEqual(new Set(['protected']));
    expect(new Set(await storedWards(caseId))).toEqual(new Set(['protected']));
    expect(JSON.stringify(said.map(({ data }) => data))).not.toContain(filing.ward.code5);
    const opening = said.filter(({ type }) => type.endsWith('open-tasks'));
    const lengths = opening.map(
      ({ sealed = '' }) => Buffer.from(sealed.split('.')[3]!, 'base64url').length,
    );
    expect(new Set(lengths)).toEqual(new Set([16_384]));
    const open = await cases.open<OpenTasksSealed>('resident', caseId, opening[0]);
    expect(open.facts).not.toEqual({});
  });

  it('is not stopped by a protection of somebody of the same name and another day of birth', async () => {
    const filing = household('同名');
    const born = structuredClone(filing);
    for (const person of born.householdFacts.persons) person['birthDate'] = '1971-01-01';
    await protect(born);
    const { caseId } = await filed(filing);
    expect(new Set(await storedWards(caseId))).toEqual(new Set([filing.ward.code5]));
  });
});

describe('a filing of somebody else that tells where a protected person lives', () => {
  it('lies under the protection as well', async () => {
    const fullAddress = '川崎市高津区架空隠町9丁目8-7';
    const { personIndexKey } = cases.keyStores.keysOf('life-events');
    const personIndex = new PersonIndex(personIndexKey!).ofAddress(fullAddress);
    await protect(household('住所'), { personIndex });
    const filing = household('同居');
    const identities = filing.identities.map((identity, at) =>
      at === 0 ? { ...identity, address: { fullAddress: '川崎市高津区架空隠町9-8-7' } } : identity,
    );
    const hidden = await filed({ ...filing, identities });
    const open = await filed(household('別居'));
    expect(new Set(await storedWards(hidden.caseId))).toEqual(new Set(['protected']));
    expect(new Set(await storedWards(open.caseId))).toEqual(new Set([filing.ward.code5]));
  });
});

describe('a case that is there when the protection comes', () => {
  it('moves under it with its tasks, each section is told, and comes back only when it is lifted', async () => {
    const filing = household('先着');
    const other = await filed(household('無関係'));
    const { caseId } = await filed(filing);
    const before = (await cases.said(caseId)).length;
    const protectionId = await protect(filing);
    const said = (await cases.said(caseId)).slice(before);
    expect(said.map(({ type, data }) => [type, data['ward']])).toEqual([
      ['resident.change-ward', 'protected'],
      ['insurance.change-ward', 'protected'],
      ['childcare.change-ward', 'protected'],
      ['case.changed', 'protected'],
    ]);
    expect(new Set(await storedWards(caseId))).toEqual(new Set(['protected']));
    expect(new Set(await storedWards(other.caseId))).toEqual(new Set([filing.ward.code5]));

    await protect(filing, { protectionId, version: 3, endsOn: '2028-04-05' });
    expect(last(await cases.said(caseId)).version).toBe(2);
    await protect(filing, { protectionId, version: 4, effect: 'lifted' });
    await protect(filing, { protectionId, version: 2 });
    expect(new Set(await storedWards(caseId))).toEqual(new Set([filing.ward.code5]));
    expect(last(await cases.said(caseId))).toMatchObject({ version: 3, ward: filing.ward.code5 });
  });

  it('stays under the protection that another person of it has', async () => {
    const filing = household('二重');
    const { caseId } = await filed(filing);
    const first = await protect(filing);
    await protect(filing);
    await protect(filing, { protectionId: first, version: 2, effect: 'lifted' });
    expect(new Set(await storedWards(caseId))).toEqual(new Set(['protected']));
  });
});

describe('a correction that names a protected person', () => {
  it('brings the case under the protection', async () => {
    const others = await filed(household('訂正前'));
    const named = household('訂正後');
    await protect(named);
    const correction = { answers: [], identities: named.identities };
    expect(await cases.apply(await others.correct(correction))).toEqual([]);
    expect(new Set(await storedWards(others.caseId))).toEqual(new Set(['protected']));
    expect(last(await cases.said(others.caseId)).ward).toBe('protected');
  });
});

it('a filing and a protection at the same moment meet, whichever is first', async () => {
  for (let round = 0; round < 5; round += 1) {
    const filing = household(`同時${'甲乙丙丁戊'[round]}`);
    const others = cases.newCase();
    const submitted = await others.submit(filing);
    await Promise.all([cases.apply(submitted), protect(filing)]);
    await cases.moving.move();
    expect(new Set(await storedWards(others.caseId))).toEqual(new Set(['protected']));
  }
});

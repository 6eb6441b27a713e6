import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventContract } from '@app/contracts';
import type { Tx } from '@app/persistence';
import { createTestDatabase, type TestDatabase } from '@app/persistence/testing';
import { v7 as uuidV7 } from 'uuid';
import { messagingMigrations } from '../migrations/index.js';
import { caseIds } from '../testing/delivery-world.js';
import { noteContract, type Note } from '../testing/two-services.js';
import { WatchedTx } from '../inbox/watched-tx.js';
import { Outbox } from './outbox.js';
import type { SealablePart, SealRequest } from './sealable-part.js';

const TOPIC = 'madoguchi.test.outbox.v1';
const noted = noteContract(TOPIC);
const sealedNote = noteContract(TOPIC, {
  type: 'madoguchi.test.sealed-note',
  sealedFor: 'life-events',
});
const note = (text = 'n'): Note => ({ note: text, weight: 1 });

interface Row {
  key: string;
  sequence: string;
  event_id: string;
  payload: Buffer;
  partition: number;
}

/** Counts the statements that a transaction sends. */
class CountingTx extends WatchedTx {
  statements = 0;

  override query<R>(sql: string, params?: readonly unknown[], name?: string): Promise<R[]> {
    this.statements++;
    return super.query<R>(sql, params, name);
  }
}

describe('Outbox', () => {
  let test: TestDatabase;
  let outbox: Outbox;

  beforeAll(async () => {
    const migrations = messagingMigrations('applications');
    test = await createTestDatabase({ service: 'applications', migrations });
  });
  afterAll(() => test.drop());

  beforeEach(async () => {
    outbox = new Outbox({ service: 'applications', clock: { now: () => new Date(0) } });
    await test.administrator.query('TRUNCATE outbox, stream');
  });

  async function saying(keys: readonly string[], say: (tx: Tx) => void): Promise<number> {
    let counted: CountingTx | undefined;
    await test.uow.run({ role: 'intake', keys }, (tx) => {
      counted = new CountingTx(tx);
      say(counted);
      return Promise.resolve();
    });
    return counted!.statements;
  }

  const rows = (): Promise<Row[]> =>
    test.db.query<Row>(
      'SELECT key, sequence, event_id, payload, partition FROM outbox ORDER BY xid, seq',
    );
  const add = <D>(
    tx: Tx,
    contract: EventContract<D>,
    key: string,
    data: D,
    sealed?: SealablePart,
  ) => outbox.add(tx, contract, { key, data, ...(sealed && { sealed }) });

  it('numbers the events of each stream 1, 2, 3 …, across transactions', async () => {
    const [one, two] = caseIds(2) as [string, string];
    await saying([one, two], (tx) => [one, two, one].forEach((key) => add(tx, noted, key, note())));
    await saying([one], (tx) => [one, one].forEach((key) => add(tx, noted, key, note())));
    const numbers = (await rows()).map(({ key, sequence }) => [key, Number(sequence)]);
    expect(numbers).toEqual([
      [one, 1],
      [two, 1],
      [one, 2],
      [one, 3],
      [one, 4],
    ]);
  });

  it('writes in the order of adding, with two statements however many there are', async () => {
    const keys = caseIds(200);
    const statements = await saying(keys, (tx) => {
      for (let round = 0; round < 3; round++)
        for (const key of keys) add(tx, noted, key, note(`${round} ${key}`));
    });
    expect(statements).toBe(2);
    const texts = (await rows()).map(({ payload }) => payload.toString());
    expect(texts).toEqual(
      [0, 1, 2].flatMap((round) =>
        keys.map((key) => JSON.stringify({ data: note(`${round} ${key}`) })),
      ),
    );
  });

  it('needs one statement for brand-new keys, and counts on from them', async () => {
    const keys = caseIds(50);
    const statements = await saying([], (tx) => {
      for (const key of keys) {
        outbox.add(tx, noted, { key, data: note(), firstOfKey: true });
        outbox.add(tx, noted, { key, data: note() });
      }
    });
    expect(statements).toBe(1);
    await saying(keys, (tx) => keys.forEach((key) => add(tx, noted, key, note())));
    const last = await rows();
    expect(last.filter(({ sequence }) => sequence === '3')).toHaveLength(50);
  });

  it('refuses a brand-new key that is not new', async () => {
    const [key] = caseIds(1) as [string];
    const first = (tx: Tx): void => outbox.add(tx, noted, { key, data: note(), firstOfKey: true });
    await saying([], first);
    await expect(saying([], first)).rejects.toMatchObject({ code: '23505' });
    expect(await rows()).toHaveLength(1);
  });

  it('seals with the number that the event gets', async () => {
    const [key] = caseIds(1) as [string];
    const asked: SealRequest[] = [];
    const part = {
      seal: (header: SealRequest) => {
        asked.push(header);
        return `sealed-${header.sequence}`;
      },
    };
    await saying([key], (tx) => {
      add(tx, noted, key, note());
      add(tx, sealedNote, key, note(), part);
    });
    expect(asked).toEqual([
      {
        caseId: key,
        writer: 'applications',
        reader: 'life-events',
        type: sealedNote.type,
        sequence: 2,
      },
    ]);
    const [, sealed] = await rows();
    expect(JSON.parse(sealed!.payload.toString())).toEqual({ data: note(), sealed: 'sealed-2' });
  });

  it('keeps every character', async () => {
    const [key] = caseIds(1) as [string];
    const odd = note('窓口 𠮟る 葛󠄀 "quoted" \\ \u0000 \n');
    await saying([key], (tx) => add(tx, noted, key, odd));
    const [row] = await rows();
    expect(JSON.parse(row!.payload.toString())).toEqual({ data: odd });
  });

  it('writes nothing when the transaction fails, and numbers as if it had not been', async () => {
    const [key] = caseIds(1) as [string];
    const failing = test.uow.run({ role: 'intake', keys: [key] }, (tx) => {
      add(tx, noted, key, note());
      return Promise.reject(new Error('no'));
    });
    await expect(failing).rejects.toThrow('no');
    await saying([key], (tx) => add(tx, noted, key, note()));
    expect((await rows()).map(({ sequence }) => sequence)).toEqual(['1']);
  });

  it('refuses what it may not say, at once and by name, and says nothing', async () => {
    const [key] = caseIds(1) as [string];
    const refusals: [() => void, string][] = [];
    await saying([key], (tx) => {
      const wrong = { ...note(), familyName: '山田' };
      const cases: [() => void, string][] = [
        [() => add(tx, noted, key, wrong), 'event-invalid'],
        [() => add(tx, noted, 'not a case id', note()), 'event-invalid'],
        [() => add(tx, noted, key, note('x'.repeat(262_144))), 'event-too-large'],
        [() => add(tx, { ...noted, writer: 'childcare' }, key, note()), 'event-not-ours'],
        [() => add(tx, noted, key, note(), { seal: () => '' }), 'event-invalid'],
        [() => add(tx, { ...sealedNote, sealedRequired: true }, key, note()), 'event-invalid'],
      ];
      refusals.push(...cases);
      for (const [refused, code] of cases)
        expect(refused).toThrow(expect.objectContaining({ code, retriable: false }));
    });
    expect(refusals).toHaveLength(6);
    expect(await rows()).toEqual([]);
  });

  it('fails the transaction when a sealed event has become too large', async () => {
    const [key] = caseIds(1) as [string];
    const part = { seal: () => 'x'.repeat(300_000) };
    await expect(
      saying([key], (tx) => add(tx, sealedNote, key, note(), part)),
    ).rejects.toMatchObject({ code: 'event-too-large' });
    expect(await rows()).toEqual([]);
  });

  it('tells who listens after the commit, and only then', async () => {
    const [key] = caseIds(1) as [string];
    let told = 0;
    outbox.onCommitted(() => told++);
    await saying([key], (tx) => {
      add(tx, noted, key, note());
      expect(told).toBe(0);
    });
    expect(told).toBe(1);
    await saying([key], () => undefined);
    expect(told).toBe(1);
  });

  it('may be written by each narrow role, and read by none', async () => {
    for (const role of ['intake', 'worker', 'api'] as const) {
      const key = uuidV7();
      await test.uow.run({ role, keys: [key] }, (tx) => {
        add(tx, noted, key, note());
        return Promise.resolve();
      });
      const reading = test.uow.run({ role, keys: [] }, (tx) => tx.query('SELECT FROM outbox'));
      await expect(reading).rejects.toMatchObject({ code: '42501' });
    }
    expect(await rows()).toHaveLength(3);
  });
});

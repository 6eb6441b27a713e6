import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { UnitOfWork } from '@app/persistence';
import { Outbox } from '../outbox/outbox.js';
import { caseIds } from '../testing/delivery-world.js';
import { localHarness } from '../testing/local-harness.js';
import { createTwoServices, noteContract, type TwoServices } from '../testing/two-services.js';
import { OUTBOX_START, type OutboxPosition } from './outbox-position.js';
import { readOutbox } from './outbox-reader.repository.js';

jest.setTimeout(60_000);

const WRITERS = 8;
const TRANSACTIONS = 20;

let services: TwoServices;
beforeEach(async () => {
  services = await createTwoServices(localHarness);
});
afterEach(() => services.drop());

/** One after the other; each has its id from its beginning and commits a moment later, some out of turn. */
async function write(
  uow: UnitOfWork,
  say: (tx: Parameters<Outbox['add']>[0], key: string) => void,
) {
  for (let turn = 0; turn < TRANSACTIONS; turn++) {
    const [key] = caseIds(1);
    await uow.run({ role: 'worker', keys: [key!] }, async (tx) => {
      await tx.query('SELECT pg_current_xact_id(), pg_sleep(random() * 0.01)');
      say(tx, key!);
    });
  }
}

it('passes no row of a transaction that commits later, whoever else writes beside it', async () => {
  const { writer, reader, topics } = services;
  const outbox = new Outbox({ service: writer.service, clock: { now: () => new Date() } });
  const contract = noteContract(topics[0]!);
  const data = { note: 'n', weight: 1 };
  const own = Array.from({ length: WRITERS }, () =>
    write(writer.uow, (tx, key) => outbox.add(tx, contract, { key, data, firstOfKey: true })),
  );
  const others = Array.from({ length: WRITERS }, () => write(reader.uow, () => undefined));
  let writing = true;
  const written = Promise.all([...own, ...others]).then(() => (writing = false));

  const read: OutboxPosition[] = [];
  let last = false;
  while (!last) {
    last = !writing;
    const rows = await readOutbox(writer.db, read.at(-1) ?? OUTBOX_START, 1_000_000);
    read.push(...rows.map(({ position }) => position));
  }
  await written;

  const rows = await writer.db.query<{ xid: string; seq: string }>(
    'SELECT xid, seq FROM outbox ORDER BY xid, seq',
  );
  const stored = rows.map(({ xid, seq }) => ({ xid: BigInt(xid), seq: BigInt(seq) }));
  expect(stored).toHaveLength(WRITERS * TRANSACTIONS);
  expect(read).toEqual(stored);
});

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { UnitOfWorkOptions } from '@app/persistence';
import pg from 'pg';
import type { Appender, EventLog, LogRecord, MoveCursor } from '../event-log.port.js';
import type { DeliveryLog } from '../host.port.js';
import { rebaseOutbox } from '../replay/rebase-outbox.js';
import { LocalEventLog } from '../local/local-event-log.js';
import { Outbox } from '../outbox/outbox.js';
import { partitionOf } from '../partition/partition-of.js';
import { Counts, caseIds } from '../testing/delivery-world.js';
import { localHarness } from '../testing/local-harness.js';
import { createTwoServices, noteContract, type TwoServices } from '../testing/two-services.js';
import { Watch } from '../watch.js';
import { OutboxRelay } from './outbox-relay.js';

jest.setTimeout(30_000);

const quiet = (): void => undefined;
const LOG: DeliveryLog = { debug: quiet, info: quiet, warn: quiet, error: quiet };

type Append = (records: readonly LogRecord[], moveCursor: MoveCursor) => Promise<boolean>;

/** A real log of which a test decides how an append goes. */
class TroubledLog extends LocalEventLog {
  appenders = 0;
  readonly sends: number[] = [];

  constructor(private readonly trouble: (append: Append) => Append) {
    super();
  }

  override async appender(client: Parameters<EventLog['appender']>[0]): Promise<Appender> {
    this.appenders++;
    const real = await super.appender(client);
    const append = this.trouble((records, moveCursor) => real.append(records, moveCursor));
    return {
      append: (records, moveCursor) => {
        this.sends.push(records.length);
        return append(records, moveCursor);
      },
      close: () => real.close(),
    };
  }
}

const untroubled = (append: Append): Append => append;

/** Whoever has found rows in the outbox finds none the next time. */
function findNothingEverySecondTime(pool: pg.Pool): void {
  const query = pool.query.bind(pool) as (statement: unknown, values?: unknown) => Promise<unknown>;
  let found = false;
  const faulty = async (statement: { name?: string }, values?: unknown): Promise<unknown> => {
    if (!statement.name?.endsWith(':relay-read')) return query(statement, values);
    const result = found ? { rows: [] } : ((await query(statement)) as { rows: unknown[] });
    found = result.rows.length > 0;
    return result;
  };
  pool.query = faulty as unknown as typeof pool.query;
}

describe('OutboxRelay', () => {
  let services: TwoServices;
  let outbox: Outbox;
  let counts: Counts;
  let relays: OutboxRelay[];

  beforeEach(async () => {
    services = await createTwoServices(localHarness);
    outbox = new Outbox({ service: 'applications', clock: { now: () => new Date() } });
    counts = new Counts();
    relays = [];
  });

  afterEach(async () => {
    await Promise.all(relays.map((relay) => relay.stop()));
    await services.drop();
  });

  function relayOn(eventLog: EventLog, log: DeliveryLog = LOG): OutboxRelay {
    const relay = new OutboxRelay({
      client: services.writer,
      eventLog,
      log,
      counters: counts,
    });
    relays.push(relay);
    outbox.onCommitted(() => relay.wake());
    return relay;
  }

  const inTransaction = (keys: readonly string[], work: (say: () => void) => Promise<void>) => {
    const options: UnitOfWorkOptions = { role: 'intake', keys };
    return services.writer.uow.run(options, (tx) =>
      work(() => {
        const contract = noteContract(services.topics[0]!);
        for (const key of keys) outbox.add(tx, contract, { key, data: { note: 'n', weight: 1 } });
      }),
    );
  };
  const say = (keys: readonly string[]): Promise<void> =>
    inTransaction(keys, (sayNow) => Promise.resolve(sayNow()));

  /** Ids of the records in the log, in the order of the writer's outbox, duplicates as often as they are there. */
  async function inLog(): Promise<string[]> {
    const rows = await services.writer.db.query<{ id: string }>(
      `SELECT headers->>'ce_id' AS id FROM event_log.record
       ORDER BY appended_at, topic, partition, log_offset`,
    );
    return rows.map(({ id }) => id);
  }

  async function inOutbox(): Promise<string[]> {
    const rows = await services.writer.db.query<{ event_id: string }>(
      'SELECT event_id FROM outbox ORDER BY xid, seq',
    );
    return rows.map((row) => row.event_id);
  }

  /** A session with a transaction that could still write whatever its login may. */
  async function transactionOf(
    who: 'an administrator' | 'the service itself' | 'another service',
    where: 'here' | 'in another database',
  ): Promise<pg.Client> {
    const urls = {
      'an administrator': services.adminUrl,
      'the service itself': services.writer.db.url,
      'another service': services.reader.db.url,
    };
    const elsewhere = process.env['MADOGUCHI_TEST_PG_URL'];
    const running = new pg.Client({
      connectionString: where === 'here' ? urls[who] : elsewhere,
    });
    await running.connect();
    await running.query('BEGIN; SELECT pg_current_xact_id()');
    return running;
  }

  it('sends nothing past a transaction that is still running, and then all in order', async () => {
    const relay = relayOn(services.harness.open());
    relay.start();
    const slow = caseIds(1);
    // Order is promised within a partition only.
    let fast = caseIds(1);
    while (partitionOf(fast[0]!) !== partitionOf(slow[0]!)) fast = caseIds(1);
    const written = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const slowOne = services.writer.uow.run({ role: 'intake', keys: slow }, async (tx) => {
      outbox.add(tx, noteContract(services.topics[0]!), {
        key: slow[0]!,
        data: { note: 's', weight: 1 },
      });
      await tx.query('SELECT pg_current_xact_id()');
      written.resolve();
      await goOn.promise;
    });
    await written.promise;
    await say(fast);
    const drained = relay.drainTo();
    await new Watch().until(async () => (await relay.oldestUnsentSeconds())! > 0.05);
    expect(await inLog()).toEqual([]);
    goOn.resolve();
    await slowOne;
    await drained;
    await relay.drainTo();
    expect(await inLog()).toEqual(await inOutbox());
  });

  it.each([
    ['an administrator', 'here', true],
    ['the service itself', 'here', true],
    ['another service', 'here', false],
    ['an administrator', 'in another database', false],
  ] as const)('with a transaction of %s %s: waits %s', async (who, where, waits) => {
    const relay = relayOn(services.harness.open());
    relay.start();
    const running = await transactionOf(who, where);
    await say(caseIds(1));
    if (waits) {
      await new Watch().until(async () => (await relay.oldestUnsentSeconds())! > 0.05);
      expect(await inLog()).toEqual([]);
      await running.query('ROLLBACK');
    }
    await relay.drainTo();
    expect(await inLog()).toHaveLength(1);
    expect(await relay.oldestUnsentSeconds()).toBeUndefined();
    await running.end();
  });

  it('takes a new appender after a failed send and begins again at its cursor', async () => {
    let failures = 3;
    const log = new TroubledLog((append) => (records, moveCursor) => {
      if (failures-- > 0) return Promise.reject(new Error('no broker'));
      return append(records, moveCursor);
    });
    const relay = relayOn(log);
    relay.start();
    await say(caseIds(4));
    await relay.drainTo();
    expect(log.appenders).toBe(4);
    expect((await inLog()).sort()).toEqual((await inOutbox()).sort());
  });

  it('doubles and does not lose what was appended when it dies before the cursor moves', async () => {
    let crashes = 1;
    const log = new TroubledLog((append) => async (records, moveCursor) => {
      if (crashes-- <= 0) return append(records, moveCursor);
      // As Kafka would: the records are there, the cursor is where it was.
      await append(records, () => Promise.resolve(true));
      throw new Error('killed');
    });
    const relay = relayOn(log);
    relay.start();
    await say(caseIds(3));
    await relay.drainTo();
    const sent = await inOutbox();
    expect((await inLog()).sort()).toEqual([...sent, ...sent].sort());
  });

  it('refuses to lead when the outbox comes from another cluster, and names the command', async () => {
    const messages: unknown[] = [];
    const relay = new OutboxRelay({
      client: services.writer,
      eventLog: services.harness.open(),
      counters: counts,
      log: { ...LOG, error: ({ err }) => void messages.push(err) },
    });
    relays.push(relay);
    await services.writer.administrator.query(`UPDATE relay_cursor SET last_xid = '9999999999'`);
    await say(caseIds(1));
    relay.start();
    await new Watch().until(() => Promise.resolve(relay.state === 'refused'));
    expect(String(messages[0])).toContain('npm run ops -- rebase --service applications');
    expect(await inLog()).toEqual([]);
  });

  it('goes on refusing when ids have caught up, and has lost nothing once it is rebased', async () => {
    const { db } = services.writer;
    await db.pool.query(
      `UPDATE relay_cursor SET last_xid = (pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 40)::text::xid8`,
    );
    const relay = relayOn(services.harness.open());
    relay.start();
    await new Watch().until(() => Promise.resolve(relay.state === 'refused'));
    await relay.stop();
    // Written below the cursor while the relay refuses, until this database's own ids are beyond it.
    for (let count = 0; count < 50; count++) await say(caseIds(1));
    relay.start();
    await new Watch().until(() => Promise.resolve(relay.state !== 'stopped'));
    expect(relay.state).toBe('refused');
    expect(await rebaseOutbox(db, { by: 'an operator', reason: 'restored' })).toBe(50);
    await relay.drainTo();
    expect((await inLog()).sort()).toEqual((await inOutbox()).sort());
    await expect(rebaseOutbox(db, { by: 'an operator', reason: 'again' })).rejects.toThrow(
      'nothing to rebase',
    );
  });

  it('sends what it has read although the bound of what may be sent falls behind for a moment', async () => {
    const warned: unknown[] = [];
    const relay = relayOn(services.harness.open(), {
      ...LOG,
      warn: (details) => void warned.push(details),
    });
    findNothingEverySecondTime(services.writer.db.pool);
    relay.start();
    for (let turn = 0; turn < 20; turn++) await say(caseIds(1));
    await relay.drainTo();
    expect((await inLog()).sort()).toEqual((await inOutbox()).sort());
    expect(warned).toEqual([]);
  });

  it('gathers what is said in quick succession', async () => {
    const log = new TroubledLog(untroubled);
    const relay = relayOn(log);
    relay.start();
    for (let count = 0; count < 60; count++) await say(caseIds(1));
    await relay.drainTo();
    expect(log.sends.reduce((sum, size) => sum + size, 0)).toBe(60);
    expect(log.sends.length).toBeLessThan(60);
  });

  it('gives its lease back when it is stopped', async () => {
    const relay = relayOn(services.harness.open());
    relay.start();
    await new Watch().until(() => Promise.resolve(relay.state === 'leading'));
    await relay.stop();
    const [row] = await services.writer.db.query<{ owner: string | null; free: boolean }>(
      'SELECT owner, leased_until < clock_timestamp() AS free FROM relay_cursor',
    );
    expect(row).toEqual({ owner: null, free: true });
  });
});

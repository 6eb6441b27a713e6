import { UnitOfWork, type Tx } from '@app/persistence';
import { v7 as uuidV7 } from 'uuid';
import type { EventLog, LogClient } from '../event-log.port.js';
import type { DeliveryLog } from '../host.port.js';
import { Consumer } from '../inbox/consumer.js';
import { HandlerRegistry } from '../inbox/handler-registry.js';
import type { Projection } from './projection.js';

export interface RebuildOptions {
  readonly client: LogClient;
  readonly eventLog: EventLog;
  readonly log: DeliveryLog;
  /** The consumer that keeps the live rows; its progress is looked at and never touched. */
  readonly liveConsumer: string;
}

/**
 * Builds a projection from the log's start under a consumer name of its own, and swaps it in when it has seen at least
 * as much as the live one, which is held still for that moment.
 * @throws when something could not be applied: nothing is swapped then
 */
export async function rebuildProjection(
  { client, eventLog, log, liveConsumer }: RebuildOptions,
  projection: Projection,
): Promise<void> {
  const uow = new UnitOfWork(client.db);
  const name = `${client.service}.rebuild.${uuidV7()}`;
  const registry = new HandlerRegistry(client.service, [projection.handler], 'rebuild');
  await uow.run({ role: 'worker', keys: [] }, (tx) => projection.begin(tx));
  const consumer = new Consumer({
    ...{ client, uow, eventLog, log, name, registry },
    counters: { increment: () => undefined },
    firstRetryMs: () => 0,
    onRetryDue: () => undefined,
    onFatal: () => undefined,
  });
  consumer.start();
  try {
    await consumer.caughtUp();
    await uow.run({ role: 'worker', keys: [] }, async (tx) => {
      await holdLiveProgress(tx, liveConsumer, registry.topics);
      // The little that came since; nothing more can take effect on the live rows now.
      await consumer.caughtUp();
      await refuseIfParked(tx, name);
      await projection.swap(tx);
    });
  } finally {
    await consumer.stop();
    await forget(client, name);
  }
}

async function holdLiveProgress(
  tx: Tx,
  consumer: string,
  topics: readonly string[],
): Promise<void> {
  await tx.query(
    `SELECT FROM partition_progress WHERE consumer = $1 AND topic = ANY ($2)
     ORDER BY topic, partition FOR UPDATE`,
    [consumer, topics],
  );
}

async function refuseIfParked(tx: Tx, consumer: string): Promise<void> {
  const [row] = await tx.query<{ parked: number }>(
    'SELECT count(*)::int AS parked FROM parked WHERE consumer = $1',
    [consumer],
  );
  if (row!.parked > 0)
    throw new Error(`rebuild: ${row!.parked} records could not be applied; nothing was swapped`);
}

/** What the rebuilding consumer remembered; the ids in its inbox go with their weeks. */
async function forget({ db }: LogClient, consumer: string): Promise<void> {
  for (const table of ['parked', 'stream_seen', 'partition_progress'])
    await db.query(`DELETE FROM ${table} WHERE consumer = $1`, [consumer]);
}

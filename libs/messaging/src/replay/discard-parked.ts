import type { Tx, UnitOfWork } from '@app/persistence';
import {
  lastSeen,
  moveLastSeen,
  removeParked,
  wakeStream,
  type StreamName,
} from '../parking/parked-stream.repository.js';
import { recordDecision, type Decision } from './decision.repository.js';
import { findParked, refuseUnlessFirst, subjectOf, type ParkedRow } from './parked-row.js';
import { DecisionRefusedError } from './refused.error.js';

/**
 * The keys under whose locks a record is discarded; none when nobody can say whose record it is.
 * @throws DecisionRefusedError when it is not parked (any more)
 */
export async function keysOfParked(uow: UnitOfWork, id: string): Promise<string[]> {
  const { key } = await uow.run({ role: 'worker', keys: [] }, (tx) => findParked(tx, id));
  return key === null ? [] : [key];
}

/**
 * Whether a record could be discarded now; writes nothing.
 * @throws DecisionRefusedError unless it is the first of its stream, with nothing missing before it
 */
export async function requireDiscardable(tx: Tx, id: string): Promise<void> {
  await discardable(tx, id);
}

/**
 * Gives a record up for good; what waits behind it goes on as if it had been applied. In the transaction of a worker
 * that holds the locks of `keysOfParked`.
 * @throws DecisionRefusedError as `requireDiscardable`
 */
export async function discardParked(tx: Tx, id: string, decision: Decision): Promise<void> {
  const { row, place } = await discardable(tx, id);
  if (place?.isNew) await moveLastSeen(tx, row.consumer, place.stream, Number(row.sequence));
  await removeParked(tx, [id]);
  if (place) await wakeStream(tx, row.consumer, place.stream);
  await recordDecision(tx, decision, subjectOf('discard', row));
}

interface Place {
  readonly stream: StreamName;
  /** Its number was not used before: the stream goes on behind it. */
  readonly isNew: boolean;
}

async function discardable(tx: Tx, id: string): Promise<{ row: ParkedRow; place?: Place }> {
  const row = await findParked(tx, id);
  return row.key === null ? { row } : { row, place: await placeOf(tx, row, row.key) };
}

async function placeOf(tx: Tx, row: ParkedRow, key: string): Promise<Place> {
  await refuseUnlessFirst(tx, row);
  const stream = { topic: row.topic, key };
  const sequence = Number(row.sequence);
  const last = await lastSeen(tx, row.consumer, stream);
  // A stream of snapshots that was never seen may begin anywhere.
  const missing = last === undefined ? row.reason === 'gap' : sequence > last + 1;
  if (missing)
    throw new DecisionRefusedError(
      `Number ${(last ?? 0) + 1} of this stream has not come: redeliver it, or use discard-gap.`,
    );
  return { stream, isNew: sequence > (last ?? 0) };
}

export interface Gap extends StreamName {
  readonly consumer: string;
  /** The missing number: the one after the last applied. */
  readonly sequence: number;
}

/**
 * Whether a number is missing and waited for; writes nothing.
 * @throws DecisionRefusedError unless it is the missing number of a stream in which something waits
 */
export async function requireGap(tx: Tx, gap: Gap): Promise<void> {
  const { consumer, sequence } = gap;
  const last = (await lastSeen(tx, consumer, gap)) ?? 0;
  if (sequence !== last + 1)
    throw new DecisionRefusedError(`The missing number of this stream is ${last + 1}.`);
  const [first] = await tx.query<{ sequence: string }>(
    `SELECT sequence FROM parked WHERE consumer = $1 AND topic = $2 AND key = $3 ORDER BY sequence, id LIMIT 1`,
    [consumer, gap.topic, gap.key],
  );
  if (first === undefined)
    throw new DecisionRefusedError('Nothing of this stream waits: there is no gap.');
  if (Number(first.sequence) <= sequence)
    throw new DecisionRefusedError(`Number ${first.sequence} is not missing, it is parked.`);
}

/**
 * Gives a number up that never came; what waits behind it goes on. In the transaction of a worker that holds the lock of
 * the gap's key.
 * @throws DecisionRefusedError as `requireGap`
 */
export async function discardGap(tx: Tx, gap: Gap, decision: Decision): Promise<void> {
  await requireGap(tx, gap);
  await moveLastSeen(tx, gap.consumer, gap, gap.sequence);
  await wakeStream(tx, gap.consumer, gap);
  await recordDecision(tx, decision, { action: 'discard-gap', rows: 1, ...gap });
}

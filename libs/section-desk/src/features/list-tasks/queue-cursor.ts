import { Problem } from '@app/observability';
import type { QueuePlace } from '../../persistence/list-tasks.repository.js';

const QUEUE_DATE = /^(\d{4}-\d{2}-\d{2}|infinity)$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Callers treat it as opaque: its inside may change. */
export const cursorOf = ({ queueDate, receivedAt, taskId }: QueuePlace): string =>
  Buffer.from([queueDate, receivedAt, taskId].join(' ')).toString('base64url');

/** Dates that do not exist would reach PostgreSQL as an error of ours. */
const exists = (text: string): boolean =>
  text === 'infinity' || new Date(text).toJSON()?.startsWith(text) === true;

/** @throws Problem `invalid-cursor` */
export function placeIn(cursor: string): QueuePlace {
  const [queueDate = '', receivedAt = '', taskId = '', ...rest] = Buffer.from(cursor, 'base64url')
    .toString()
    .split(' ');
  const wellFormed =
    rest.length === 0 &&
    QUEUE_DATE.test(queueDate) &&
    INSTANT.test(receivedAt) &&
    UUID.test(taskId);
  if (!wellFormed || !exists(queueDate) || !exists(receivedAt)) throw new Problem('invalid-cursor');
  return { queueDate, receivedAt, taskId };
}

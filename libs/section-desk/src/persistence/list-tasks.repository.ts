import type { ListCondition } from '@app/auth';
import type { TaskStatus } from '@app/contracts';
import type { Tx } from '@app/persistence';
import { nextStatuses } from '../domain/task.js';
import { TASK_COLUMNS, recordFrom, type TaskRecord, type TaskRow } from './task-record.js';

/** Where a page ended: the last row's place in the order of the queue. */
export interface QueuePlace {
  readonly queueDate: string;
  readonly receivedAt: string;
  readonly taskId: string;
}

export interface QueueFilter {
  readonly ward?: string;
  readonly procedureId?: string;
  /** Everything that is not finished when empty. */
  readonly statuses: readonly TaskStatus[];
  readonly claimedBy?: string;
  /** Whose queue it is where the caller does not see every task of the wards: tasks that fit one of the conditions. */
  readonly seenBy?: { readonly sub: string; readonly conditions: readonly ListCondition[] };
  readonly after?: QueuePlace;
  readonly limit: number;
}

export interface QueuePage {
  readonly tasks: TaskRecord[];
  readonly now: Date;
  readonly next: QueuePlace | null;
}

type QueueRow = TaskRow & { now: Date };

type Put = (value: unknown) => string;

/** Said so that an index gives the order of the queue: the whole queue, one status, or unfinished ones of the queue. */
function statusConditions(statuses: readonly TaskStatus[], put: Put): string[] {
  const unfinished = statuses.every(
    (status) => nextStatuses({ status, delivers: false }).length > 0,
  );
  const among = unfinished ? ['NOT final'] : [];
  if (statuses.length === 0) return among;
  if (statuses.length === 1) return [...among, `status = ${put(statuses[0])}`];
  return [...among, `status = ANY (${put(statuses)}::text[])`];
}

/** One grant in SQL, as the policy's `permits` decides it for one task. */
function grantCondition(
  { states, claimedStates, lifeEvents }: ListCondition,
  sub: string,
  put: Put,
) {
  const free = states && `status = ANY (${put(states)}::text[])`;
  const claimed =
    claimedStates && `(claimed_by = ${put(sub)} AND status = ANY (${put(claimedStates)}::text[]))`;
  const inState = free && `(${[free, claimed].filter(Boolean).join(' OR ')})`;
  const ofLife = lifeEvents && `life_event = ANY (${put(lifeEvents)}::text[])`;
  return `(${[inState, ofLife].filter(Boolean).join(' AND ')})`;
}

const seenCondition = ({ sub, conditions }: NonNullable<QueueFilter['seenBy']>, put: Put): string =>
  `(${conditions.map((condition) => grantCondition(condition, sub, put)).join(' OR ')})`;

function conditionsOf(filter: QueueFilter): { sql: string; params: unknown[] } {
  const params: unknown[] = [];
  const put = (value: unknown): string => `$${params.push(value)}`;
  const { ward, procedureId, statuses, claimedBy, seenBy, after } = filter;
  const conditions = [
    'erased_at IS NULL',
    ...statusConditions(statuses, put),
    ward !== undefined && `ward = ${put(ward)}`,
    procedureId !== undefined && `procedure_id = ${put(procedureId)}`,
    claimedBy !== undefined && `claimed_by = ${put(claimedBy)}`,
    seenBy !== undefined && seenCondition(seenBy, put),
    after !== undefined &&
      `(queue_date, received_at, id) > (${put(after.queueDate)}::date, ${put(after.receivedAt)}::timestamptz, ${put(after.taskId)}::uuid)`,
  ];
  return { sql: conditions.filter((condition) => condition !== false).join(' AND '), params };
}

/** Deadlines first, those without one last, then in the order of receipt. Only wards that are open to the unit of work. */
export async function listTasks(tx: Tx, filter: QueueFilter): Promise<QueuePage> {
  const { sql, params } = conditionsOf(filter);
  const rows = await tx.query<QueueRow>(
    `SELECT ${TASK_COLUMNS}, clock_timestamp() AS now FROM task WHERE ${sql}
     ORDER BY queue_date, received_at, id LIMIT ${filter.limit + 1}`,
    params,
  );
  const page = rows.slice(0, filter.limit);
  const last = rows.length > filter.limit ? page.at(-1) : undefined;
  return {
    tasks: page.map(({ now: _now, ...row }) => recordFrom(row)),
    now: rows[0]?.now ?? new Date(0),
    next: last === undefined ? null : placeOf(last),
  };
}

const placeOf = ({ deadline, receivedAt, taskId }: QueueRow): QueuePlace => ({
  queueDate: deadline ?? 'infinity',
  receivedAt: receivedAt.toISOString(),
  taskId,
});

import type { CaseStatus, HoldReason, SectionName, TaskStatus } from '@app/contracts';
import type { Tx } from '@app/persistence';

/** A task that waits for a supervisor. */
export interface HeldTask {
  readonly taskId: string;
  readonly procedureId: string;
  readonly section: SectionName;
  readonly status: TaskStatus;
  readonly held: HoldReason;
  /** Plain date in Tokyo. */
  readonly deadline: string | null;
}

export interface ListedCase {
  readonly caseId: string;
  readonly applicationId: string;
  readonly reference: string;
  readonly ward: string;
  readonly lifeEvent: string;
  readonly status: CaseStatus;
  readonly version: number;
  readonly openedAt: Date;
  readonly changedAt: Date;
  readonly heldTasks: readonly HeldTask[];
}

/** Where a page ended. Neither value of a case ever changes, so no case is lost or shown twice between pages. */
export interface CasePlace {
  readonly openedAt: string;
  readonly caseId: string;
}

export interface CaseFilter {
  readonly status: CaseStatus;
  readonly ward?: string;
  readonly after?: CasePlace;
  readonly limit: number;
}

export interface CasePage {
  readonly cases: readonly ListedCase[];
  readonly next: CasePlace | null;
}

const HELD_TASKS = `
  SELECT coalesce(jsonb_agg(jsonb_build_object('taskId', t.id, 'procedureId', t.procedure_id, 'section', t.section,
    'status', t.status, 'held', t.held, 'deadline', t.deadline) ORDER BY t.position), '[]')
  FROM case_task AS t WHERE t.case_id = c.id AND t.held IS NOT NULL`;

const COLUMNS = `
  c.id AS "caseId", c.application_id AS "applicationId", c.reference, c.ward, c.life_event AS "lifeEvent", c.status,
  c.version, c.opened_at AS "openedAt", c.changed_at AS "changedAt", (${HELD_TASKS}) AS "heldTasks"`;

function conditionsOf({ status, ward, after }: CaseFilter): { sql: string; params: unknown[] } {
  const params: unknown[] = [];
  const put = (value: unknown): string => `$${params.push(value)}`;
  const conditions = [`c.status = ${put(status)}`, 'c.erased_at IS NULL'];
  if (ward !== undefined) conditions.push(`c.ward = ${put(ward)}`);
  if (after !== undefined)
    conditions.push(
      `(c.opened_at, c.id) > (${put(after.openedAt)}::timestamptz, ${put(after.caseId)}::uuid)`,
    );
  return { sql: conditions.join(' AND '), params };
}

/** The cases of one status, the oldest first, of the wards that are open to the unit of work. */
export async function listCases(tx: Tx, filter: CaseFilter): Promise<CasePage> {
  const { sql, params } = conditionsOf(filter);
  const rows = await tx.query<ListedCase>(
    `SELECT ${COLUMNS} FROM "case" AS c WHERE ${sql}
     ORDER BY c.opened_at, c.id LIMIT ${filter.limit + 1}`,
    params,
  );
  const cases = rows.slice(0, filter.limit);
  const last = rows.length > filter.limit ? cases.at(-1) : undefined;
  return {
    cases,
    next: last ? { openedAt: last.openedAt.toISOString(), caseId: last.caseId } : null,
  };
}

import { SECTIONS } from '@app/contracts';
import type { ObservedDatabase } from './database.js';

const TASKS = SECTIONS.map((section) => `SELECT case_id, procedure_id FROM ${section}.task`).join(
  ' UNION ALL ',
);

/** Of the accepted cases, those without a status that shows every task received, or without one of these tasks at its section. */
export async function lostOf(
  database: ObservedDatabase,
  caseIds: readonly string[],
): Promise<number> {
  const { count } = await database.one<{ count: number }>(
    `SELECT count(*)::int AS count FROM unnest($1::uuid[]) AS accepted (id)
     LEFT JOIN applications.application_status s ON s.case_id = accepted.id
     LEFT JOIN (SELECT case_id, count(DISTINCT procedure_id) AS tasks FROM (${TASKS}) t GROUP BY case_id) t
       ON t.case_id = accepted.id
     WHERE s.case_id IS NULL
        OR jsonb_path_exists(s.snapshot, '$.tasks[*] ? (@.version == 0)')
        OR t.tasks IS DISTINCT FROM jsonb_array_length(s.snapshot->'tasks')`,
    [caseIds],
  );
  return count;
}

/** Tasks that are there more than once for a procedure of a case. */
export async function doubledTasks(
  database: ObservedDatabase,
  caseIds: readonly string[],
): Promise<number> {
  const { count } = await database.one<{ count: number }>(
    `SELECT coalesce(sum(n - 1), 0)::int AS count FROM
       (SELECT count(*) AS n FROM (${TASKS}) t WHERE case_id = ANY ($1) GROUP BY case_id, procedure_id) tasks`,
    [caseIds],
  );
  return count;
}

import { setTimeout as wait } from 'node:timers/promises';
import { SECTIONS } from '@app/contracts';
import { now } from '../load/clock.js';
import type { ObservedDatabase } from './database.js';

/** When a filing was done; milliseconds of the epoch by the database's commits. */
export interface Completion {
  readonly caseId: string;
  /** The last of its tasks was committed at its section. */
  readonly atSections: number;
  /** The read model showed that all sections have received it: the unit of completion. */
  readonly shown: number;
}

const POLL_MS = 200;

/** The same tables under the same names in both systems. A task's version is 0 until its section has spoken. */
const IS_SHOWN = `s.application_id IS NOT NULL
  AND NOT jsonb_path_exists(s.snapshot, '$.tasks[*] ? (@.version == 0)')`;

const TASKS = SECTIONS.map(
  (section) =>
    `SELECT case_id, procedure_id, pg_xact_commit_timestamp(xmin) AS at FROM ${section}.task`,
).join(' UNION ALL ');

/** Accepted since then, but not shown as received by all sections. */
export async function pendingSince(database: ObservedDatabase, since: number): Promise<number> {
  const { pending } = await database.one<{ pending: number }>(
    `SELECT count(*)::int AS pending FROM applications.application a
     LEFT JOIN applications.application_status s ON s.application_id = a.id
     WHERE a.created_at >= to_timestamp($1 / 1000.0) AND NOT (${IS_SHOWN})`,
    [since],
  );
  return pending;
}

export interface DrainOptions {
  /** Only what was accepted since then. */
  readonly since: number;
  /** What has not moved for so long will not move any more. */
  readonly patienceMs: number;
  /** Tells that nothing is under way any more, so that nothing has to be waited for. */
  readonly isQuiet?: () => Promise<boolean>;
}

/** Until nothing is pending or nothing can be waited for; answers what is left. */
export async function drain(
  database: ObservedDatabase,
  { since, patienceMs, isQuiet }: DrainOptions,
): Promise<number> {
  let left = await pendingSince(database, since);
  let movedAt = now();
  while (left > 0 && now() - movedAt < patienceMs) {
    const quiet = (await isQuiet?.()) ?? false;
    await wait(POLL_MS);
    const pending = await pendingSince(database, since);
    if (pending !== left) movedAt = now();
    else if (quiet) return left;
    left = pending;
  }
  return left;
}

/** Of everything accepted since then that is complete. Asked after the drain: it costs those who are measured nothing. */
export async function completionsSince(
  database: ObservedDatabase,
  since: number,
): Promise<Completion[]> {
  return database.rows<{ caseId: string; atSections: number; shown: number } & Completion>(
    `SELECT a.case_id AS "caseId",
            (extract(epoch FROM pg_xact_commit_timestamp(s.xmin)) * 1000)::float8 AS shown,
            (extract(epoch FROM max(t.at)) * 1000)::float8 AS "atSections"
     FROM applications.application a
     JOIN applications.application_status s ON s.application_id = a.id
     JOIN (${TASKS}) t ON t.case_id = a.case_id
     WHERE a.created_at >= to_timestamp($1 / 1000.0) AND ${IS_SHOWN}
     GROUP BY a.case_id, s.xmin`,
    [since],
  );
}

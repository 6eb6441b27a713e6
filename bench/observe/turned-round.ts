import type { ObservedDatabase } from './database.js';

const VERSIONED = [
  'applications.application_status',
  'life_events.case_task',
  'life_events."case"',
];

/** From now on each step back of a version leaves a row. A version that grows costs one comparison. */
export async function watchVersions(database: ObservedDatabase): Promise<void> {
  await database.rows(`
    CREATE SCHEMA IF NOT EXISTS bench;
    CREATE TABLE IF NOT EXISTS bench.step_back (place text NOT NULL, at timestamptz NOT NULL);
    CREATE OR REPLACE FUNCTION bench.note_step_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        INSERT INTO bench.step_back VALUES (TG_RELID::regclass::text, clock_timestamp());
        RETURN NULL;
      END $$;
    GRANT USAGE ON SCHEMA bench TO PUBLIC`);
  for (const table of VERSIONED)
    await database.rows(
      `CREATE OR REPLACE TRIGGER bench_step_back AFTER UPDATE ON ${table}
       FOR EACH ROW WHEN (NEW.version < OLD.version) EXECUTE FUNCTION bench.note_step_back()`,
    );
}

/** Steps back that were seen since `watchVersions`, and cases whose status is older than the case is. */
export async function turnedRound(
  database: ObservedDatabase,
  caseIds: readonly string[],
): Promise<number> {
  const { count } = await database.one<{ count: number }>(
    `SELECT ((SELECT count(*) FROM bench.step_back)
       + (SELECT count(*) FROM applications.application_status s
          JOIN life_events."case" c ON c.id = s.case_id
          WHERE s.version < c.version AND c.id = ANY ($1)))::int AS count`,
    [caseIds],
  );
  return count;
}

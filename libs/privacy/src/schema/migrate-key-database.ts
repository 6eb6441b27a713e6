import type pg from 'pg';
import { KEY_FUNCTIONS } from './key-functions.js';
import { KEY_MIGRATIONS } from './key-migrations.js';
import { ROTATION_FUNCTIONS } from './rotation-functions.js';

const SCHEMAS = `
CREATE SCHEMA IF NOT EXISTS key_data;
CREATE SCHEMA IF NOT EXISTS key_api;
CREATE TABLE IF NOT EXISTS key_data.migration (
  id         integer PRIMARY KEY,
  name       text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);`;

/** A partition a month, for a year ahead; a month whose rows went into the default one already stays there. */
const OPENING_PARTITIONS = `
DO $$
DECLARE month date := date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC')::date;
BEGIN
  FOR ahead IN 0..12 LOOP
    BEGIN
      EXECUTE format('CREATE TABLE IF NOT EXISTS key_data.%I PARTITION OF key_data.opening FOR VALUES FROM (%L) TO (%L)',
        'opening_' || to_char(month, 'YYYYMM'), month::timestamp AT TIME ZONE 'UTC',
        (month + interval '1 month')::timestamp AT TIME ZONE 'UTC');
    EXCEPTION WHEN check_violation THEN NULL;
    END;
    month := month + interval '1 month';
  END LOOP;
END $$;`;

/** PostgreSQL lets everybody execute a new function; nobody but the named logins may. */
const NOBODY_ELSE = `
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA key_api, key_data FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA key_data FROM PUBLIC;`;

/**
 * Brings the tables up to date, step by step, each once, and makes the functions anew. To be called in a transaction, as
 * the owner, by one at a time. Databases from before there were migrations are taken over.
 */
export async function migrateKeyDatabase(client: pg.ClientBase): Promise<void> {
  await client.query(SCHEMAS);
  const { rows } = await client.query<{ id: number }>('SELECT id FROM key_data.migration');
  const applied = new Set(rows.map(({ id }) => id));
  for (const { id, name, sql } of KEY_MIGRATIONS) {
    if (applied.has(id)) continue;
    await client.query(sql);
    await client.query('INSERT INTO key_data.migration (id, name) VALUES ($1, $2)', [id, name]);
  }
  await client.query(
    [OPENING_PARTITIONS, KEY_FUNCTIONS, ROTATION_FUNCTIONS, NOBODY_ELSE].join('\n'),
  );
}

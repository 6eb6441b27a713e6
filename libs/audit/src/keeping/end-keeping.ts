import { ownerConnection, schemaOf, type OwnedSchema } from '@app/persistence';
import pg from 'pg';
import { FIRST_YEAR } from './kept-records.js';

/** Records of a year are not sealed yet: nothing of it is dropped. */
export class NotSealedError extends Error {
  constructor(service: string, year: number) {
    super(`${service}: records of ${year} are not sealed yet; start the service, then try again.`);
  }
}

/** What a chain has to have behind it is what was written after these. */
const UNSEALED = (year: number): string =>
  `SELECT FROM access_record_${year} AS r, access_sealer AS s
   WHERE (r.generation, r.xid, r.seq) > (s.generation, s.last_xid, s.last_seq) LIMIT 1`;

/**
 * Drops the records of all years before the one that is kept; seals and anchors stay, so that the chain goes on from there.
 * As the owner of the schema: no service has the right to. Who did it is written down among the accesses, in the same
 * transaction.
 * @returns the years that were dropped
 * @throws NotSealedError
 */
export async function endKeeping(
  schema: OwnedSchema,
  { keptFrom, actor }: { readonly keptFrom: number; readonly actor: string },
): Promise<number[]> {
  const client = new pg.Client(ownerConnection(schema));
  await client.connect();
  try {
    await client.query(`BEGIN; SET LOCAL lock_timeout = '3s'`);
    const years = await yearsBefore(client, schema.service, keptFrom);
    for (const year of years) await dropYear(client, schema.service, { year, actor });
    await client.query('COMMIT');
    return years;
  } finally {
    await client.end();
  }
}

async function yearsBefore(client: pg.Client, service: string, keptFrom: number) {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = $1::regnamespace
       AND relkind = 'r' AND relname ~ '^access_record_[0-9]{4}$' ORDER BY relname`,
    [schemaOf(service)],
  );
  return rows
    .map(({ name }) => Number(name.slice(-4)))
    .filter((year) => year >= FIRST_YEAR && year < keptFrom);
}

async function dropYear(
  client: pg.Client,
  service: string,
  { year, actor }: { readonly year: number; readonly actor: string },
): Promise<void> {
  const table = `access_record_${year}`;
  const unsealed = await client.query(UNSEALED(year));
  if (unsealed.rowCount !== 0) throw new NotSealedError(service, year);
  await client.query(`ALTER TABLE access_record DETACH PARTITION ${table}; DROP TABLE ${table}`);
  await client.query(
    `INSERT INTO access_record (actor, role, wards, purpose, action, data_kinds, number_touched, outcome, reason, attempts)
     VALUES ($1, 'none', '{}', 'operation', 'access.end-keeping', '{history}', false, 'granted', $2, 1)`,
    [actor, `year-${year}`],
  );
}

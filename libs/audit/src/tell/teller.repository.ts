import type { ServiceDatabase, Tx } from '@app/persistence';
import { STORED_COLUMNS, type AccessPlace, type StoredAccess } from '../seal/stored-access.js';

/** Accesses that people are told of; also the condition of the index that finds them. */
export const TOLD = `case_id IS NOT NULL AND outcome = 'granted' AND role <> 'citizen' AND role <> 'service'`;

/** How far it was told. */
export async function readTold(db: ServiceDatabase): Promise<AccessPlace> {
  const [row] = await db.query<AccessPlace>(
    'SELECT generation, last_xid AS xid, last_seq AS seq FROM access_teller WHERE service = $1',
    [db.service],
  );
  if (row === undefined) throw new Error('The teller of this service has no row.');
  return row;
}

/** The next of them, in their order, as far as records are sealed: none can come before them any more. */
export async function readUntold(
  db: ServiceDatabase,
  after: AccessPlace,
  most: number,
): Promise<StoredAccess[]> {
  const { rows } = await db.pool.query<StoredAccess>({
    name: `${db.service}:read-untold-accesses`,
    text: `SELECT ${STORED_COLUMNS} FROM access_record
      WHERE ${TOLD} AND (generation, xid, seq) > ($1::smallint, $2::xid8, $3::bigint)
        AND (generation, xid, seq) <= (
          SELECT s.generation, s.last_xid, s.last_seq FROM access_sealer AS s WHERE s.service = $5)
      ORDER BY access_record.generation, access_record.xid, access_record.seq LIMIT $4`,
    values: [after.generation, after.xid, after.seq, most, db.service],
  });
  return rows;
}

/** False when somebody else has moved it: then these were told. */
export async function moveTold(tx: Tx, from: AccessPlace, to: AccessPlace): Promise<boolean> {
  const moved = await tx.query(
    `UPDATE access_teller SET generation = $5, last_xid = $6, last_seq = $7
     WHERE service = $1 AND generation = $2 AND last_xid = $3 AND last_seq = $4 RETURNING service`,
    [tx.service, ...placeOf(from), ...placeOf(to)],
    'move-teller',
  );
  return moved.length === 1;
}

const placeOf = ({ generation, xid, seq }: AccessPlace): unknown[] => [generation, xid, seq];

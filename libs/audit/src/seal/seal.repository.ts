import { lowestOwnTransaction, type ServiceDatabase, type Tx } from '@app/persistence';
import { HASH_BYTES } from './hash-chain.js';
import { STORED_COLUMNS, type AccessPlace, type StoredAccess } from './stored-access.js';

/** The end of a chain: how many records it holds, and the hash of the last. */
export interface ChainEnd {
  readonly position: number;
  readonly hash: Buffer | undefined;
}

export async function readPlace(db: ServiceDatabase): Promise<AccessPlace> {
  const [row] = await db.query<AccessPlace>(
    'SELECT generation, last_xid AS xid, last_seq AS seq FROM access_sealer WHERE service = $1',
    [db.service],
  );
  if (row === undefined) throw new Error('The sealer of this service has no row.');
  return row;
}

export async function readEnd(db: ServiceDatabase): Promise<ChainEnd> {
  const [row] = await db.query<{ position: string; hash: Buffer }>(
    `SELECT position + cardinality(records) - 1 AS position,
       substring(hashes FROM octet_length(hashes) - ${HASH_BYTES - 1}) AS hash
     FROM access_seal ORDER BY access_seal.position DESC LIMIT 1`,
  );
  return { position: Number(row?.position ?? 0), hash: row?.hash };
}

/**
 * The next records in their order, of transactions below every one of this service still running: none can come before them any more.
 * The same condition as the relay's (libs/messaging).
 */
export async function readUnsealed(
  db: ServiceDatabase,
  after: AccessPlace,
  most: number,
): Promise<StoredAccess[]> {
  const { rows } = await db.pool.query<StoredAccess>({
    name: `${db.service}:read-unsealed-accesses`,
    text: `SELECT ${STORED_COLUMNS} FROM access_record
      WHERE (generation, xid, seq) > ($1::smallint, $2::xid8, $3::bigint)
        AND xid < ${lowestOwnTransaction(db.service)}
      ORDER BY access_record.generation, access_record.xid, access_record.seq LIMIT $4`,
    values: [after.generation, after.xid, after.seq, most],
  });
  return rows;
}

/** The fence, and the first statement: whoever no longer leads moves nothing and seals nothing. */
export async function movePlace(tx: Tx, epoch: string, to: AccessPlace): Promise<boolean> {
  const moved = await tx.query(
    `UPDATE access_sealer SET generation = $3, last_xid = $4, last_seq = $5
     WHERE service = $1 AND epoch = $2 RETURNING service`,
    [tx.service, epoch, to.generation, to.xid, to.seq],
    'move-sealer',
  );
  return moved.length === 1;
}

export async function insertSeal(
  tx: Tx,
  position: number,
  rows: readonly StoredAccess[],
  hashes: readonly Buffer[],
): Promise<void> {
  const last = rows.at(-1)!;
  await tx.query(
    `INSERT INTO access_seal (position, records, hashes, generation, through_xid, through_seq)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      ...[position, rows.map(({ id }) => id), Buffer.concat(hashes)],
      ...[last.generation, last.xid, last.seq],
    ],
    'insert-access-seal',
  );
}

/** A seal without its records, and when the last of them was written. */
export interface SealedHashes {
  readonly position: number;
  readonly hashes: Buffer;
  readonly at: string;
}

/** The seals behind a position, in their order. */
export async function readSealsAfter(
  db: ServiceDatabase,
  position: number,
): Promise<SealedHashes[]> {
  const rows = await db.query<{ position: string; hashes: Buffer; at: string }>(
    `SELECT s.position, s.hashes, (
       SELECT to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') FROM access_record AS r
       WHERE (r.generation, r.xid, r.seq) = (s.generation, s.through_xid, s.through_seq)
     ) AS at
     FROM access_seal AS s WHERE s.position > $1 ORDER BY s.position`,
    [position],
  );
  return rows.map((row) => ({ ...row, position: Number(row.position), at: row.at ?? '' }));
}

import type { ServiceDatabase, Tx } from '@app/persistence';

export interface StoredAnchor {
  readonly number: number;
  readonly line: string;
}

/** The copies of anchors that the database keeps, from one number on. */
export async function readAnchors(db: ServiceDatabase, from: number): Promise<StoredAnchor[]> {
  const rows = await db.query<{ number: string; anchor: string }>(
    'SELECT number, anchor FROM access_anchor WHERE number >= $1 ORDER BY access_anchor.number',
    [from],
  );
  return rows.map(({ number, anchor }) => ({ number: Number(number), line: anchor }));
}

export async function lastAnchor(db: ServiceDatabase): Promise<StoredAnchor | undefined> {
  const [row] = await db.query<{ number: string; anchor: string }>(
    'SELECT number, anchor FROM access_anchor ORDER BY access_anchor.number DESC LIMIT 1',
  );
  return row && { number: Number(row.number), line: row.anchor };
}

export async function insertAnchor(tx: Tx, { number, line }: StoredAnchor): Promise<void> {
  await tx.query(
    'INSERT INTO access_anchor (number, anchor) VALUES ($1, $2)',
    [number, line],
    'insert-access-anchor',
  );
}

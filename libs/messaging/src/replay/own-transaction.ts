import type { Row, ServiceDatabase } from '@app/persistence';

export interface OwnTransaction {
  query<R = Row>(sql: string, params?: readonly unknown[]): Promise<R[]>;
}

/** A transaction of the service's login itself, for tables that no narrow role may touch. Takes no locks of cases. */
export async function inOwnTransaction<T>(
  db: ServiceDatabase,
  work: (tx: OwnTransaction) => Promise<T>,
): Promise<T> {
  const client = await db.pool.connect();
  let broken: Error | undefined;
  const tx: OwnTransaction = {
    query: async <R>(sql: string, params: readonly unknown[] = []) =>
      (await client.query(sql, [...params])).rows as R[],
  };
  try {
    await client.query('BEGIN');
    const result = await work(tx);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failed: Error) => {
      broken = failed;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

import type { Row, Tx } from '@app/persistence';

/** A transaction as handlers get it; remembers the first statement that the database refused, whatever they do about it. */
export class WatchedTx implements Tx {
  refused: unknown;

  constructor(private readonly tx: Tx) {}

  get service(): string {
    return this.tx.service;
  }

  get schema(): string {
    return this.tx.schema;
  }

  async query<R = Row>(sql: string, params?: readonly unknown[], name?: string): Promise<R[]> {
    try {
      return await this.tx.query<R>(sql, params, name);
    } catch (error) {
      this.refused ??= error;
      throw error;
    }
  }

  beforeCommit(step: () => Promise<void>): void {
    this.tx.beforeCommit(step);
  }

  afterCommit(step: () => void): void {
    this.tx.afterCommit(step);
  }
}

import { PARTITIONS } from '@app/contracts';
import pg from 'pg';
import type { ObservedDatabase } from '../observe/database.js';
import {
  type CopiedFiling,
  copyFilings,
  emptyFloorTables,
  makeFloorTables,
} from './copied-filings.js';
import { replay } from './replay.js';

export interface FloorForm {
  /** Filings in one transaction. */
  readonly batch: number;
  readonly connections: number;
}

export interface Written<T> {
  readonly count: number;
  readonly ms: number;
  readonly before: T;
  readonly after: T;
}

/** As many connections as are worth it: more would wait for each other. */
export const SINGLE: FloorForm = { batch: 1, connections: 12 };
export const BATCH: FloorForm = { batch: 50, connections: 4 };

/** Writes again, with plain statements and without any service, the very rows that ours wrote. */
export class SqlFloor {
  private filings: readonly CopiedFiling[] = [];

  constructor(
    private readonly database: ObservedDatabase,
    private readonly url: string,
  ) {}

  async copyWhatOursWrote(): Promise<void> {
    await makeFloorTables(this.database);
    this.filings = await copyFilings(this.database);
    if (this.filings.length === 0) throw new Error('Ours has completed no filing to copy.');
  }

  /** Every copied filing once, on empty tables; `look` is called right before and after. */
  async writeAll<T>(form: FloorForm, look: () => Promise<T>): Promise<Written<T>> {
    await emptyFloorTables(this.database);
    await this.database.checkpoint();
    const clients = await this.connect(form.connections);
    const before = await look();
    const began = performance.now();
    await Promise.all(clients.map((client, index) => this.work(client, index, form)));
    const ms = performance.now() - began;
    const after = await look();
    await Promise.all(clients.map((client) => client.end()));
    return { count: this.filings.length, ms, before, after };
  }

  private async connect(count: number): Promise<pg.Client[]> {
    const clients = Array.from({ length: count }, () => new pg.Client(this.url));
    await Promise.all(clients.map((client) => client.connect()));
    return clients;
  }

  /** Each connection has partitions of its own, as consumers have: none waits for another's progress. */
  private async work(client: pg.Client, index: number, { batch, connections }: FloorForm) {
    const width = PARTITIONS / connections;
    const own = this.filings.filter(({ partition }) => Math.floor(partition / width) === index);
    for (let at = 0; at < own.length; at += batch) await replay(client, own.slice(at, at + batch));
  }
}

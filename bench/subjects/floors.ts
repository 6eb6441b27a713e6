import { BareKafkajs } from '../bare-kafka/bare-kafkajs.js';
import { ObservedDatabase } from '../observe/database.js';
import { processorMs } from '../observe/processor.js';
import { BATCH, type FloorForm, SINGLE, SqlFloor } from '../sql-floor/sql-floor.js';
import type { Ground } from '../systems/ground.js';
import { Ours } from '../systems/ours.js';
import type { FloorFigures } from './figures.js';

export type FloorName = 'sqlSingle' | 'sqlBatch' | 'kafkajs';

/** What the same rows and the same records cost without a system. They are copied from what ours wrote on this ground. */
export class Floors {
  private readonly kafkajs = new BareKafkajs();

  private constructor(
    private readonly ground: Ground,
    private readonly database: ObservedDatabase,
    private readonly sql: SqlFloor,
  ) {}

  /** @param warmUp seconds of bare sending before any is measured; what they cost otherwise depends on whose turn came before */
  static async copiedFrom(ground: Ground, warmUp: number): Promise<Floors> {
    const { kafkaAdministrator, addresses } = ground.stack;
    const { postgres } = addresses;
    const name = new Ours(ground).database;
    const database = await ObservedDatabase.open(postgres, name);
    const floors = new Floors(ground, database, new SqlFloor(database, urlOf(postgres, name)));
    await floors.sql.copyWhatOursWrote();
    await floors.kafkajs.copyWhatOursWrote(database, kafkaAdministrator);
    await floors.kafkajs.send(warmUp);
    return floors;
  }

  /** At least for so long, from the beginning as often as it takes. */
  measure(name: FloorName, seconds: number): Promise<FloorFigures> {
    if (name === 'kafkajs') return this.sendBare(seconds);
    return this.writeBare(name === 'sqlSingle' ? SINGLE : BATCH, seconds);
  }

  async close(): Promise<void> {
    this.kafkajs.close();
    await this.database.close();
  }

  private async writeBare(form: FloorForm, seconds: number): Promise<FloorFigures> {
    const sum = { count: 0, ms: 0, cpuMs: 0, wal: 0 };
    while (sum.ms < seconds * 1000) {
      const written = await this.sql.writeAll(form, () => this.usage());
      sum.count += written.count;
      sum.ms += written.ms;
      sum.cpuMs += written.after.cpuMs - written.before.cpuMs;
      sum.wal += written.after.wal - written.before.wal;
    }
    return {
      completedPerSecond: (sum.count * 1000) / sum.ms,
      cpuMsPerFiling: sum.cpuMs / sum.count,
      walBytesPerFiling: sum.wal / sum.count,
    };
  }

  /** PostgreSQL and we ourselves, who send the statements. */
  private async usage(): Promise<{ cpuMs: number; wal: number }> {
    const { user, system } = process.cpuUsage();
    const postgres = await processorMs(this.ground.sharedPids.postgres);
    return { cpuMs: postgres + (user + system) / 1000, wal: await this.database.walBytes() };
  }

  private async sendBare(seconds: number): Promise<FloorFigures> {
    const { kafka } = this.ground.sharedPids;
    const before = await processorMs(kafka);
    const { count, ms, cpuMs } = await this.kafkajs.send(seconds);
    const brokerMs = (await processorMs(kafka)) - before;
    return {
      completedPerSecond: (count * 1000) / ms,
      cpuMsPerFiling: (cpuMs + brokerMs) / count,
    };
  }
}

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

import { CASE_ACCESSED } from '@app/contracts';
import { Pace, within, type DeliveryLog, type Outbox } from '@app/messaging';
import type { ServiceDatabase, UnitOfWork } from '@app/persistence';
import type { StoredAccess } from '../seal/stored-access.js';
import { moveTold, readTold, readUntold } from './teller.repository.js';
import { toldAccesses } from './told-accesses.js';

export interface TellerOptions {
  readonly db: ServiceDatabase;
  readonly uow: UnitOfWork;
  readonly outbox: Outbox;
  readonly log: DeliveryLog;
}

/** What piles up meanwhile is one event a case. */
const LOOK_MS = 5_000;
const MOST_RECORDS = 1_000;
const MOST_CASES = 200;
const STOP_PATIENCE_MS = 1_000;

/**
 * Tells the service that answers citizens who of the staff looked at their cases, behind the backs of those who look:
 * sealed records in batches, one event a case and batch. Each process of a service may try; the place that is moved in
 * the same transaction lets one of them tell.
 */
export class AccessTeller {
  private pace = new Pace({ busyMs: LOOK_MS, idleMs: LOOK_MS });
  private going = false;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: TellerOptions) {}

  start(): void {
    if (this.going) return;
    this.going = true;
    this.pace = new Pace({ busyMs: LOOK_MS, idleMs: LOOK_MS });
    this.running = this.run();
  }

  /** In a second at most; what is not told yet is told by the next process. */
  async stop(): Promise<void> {
    this.going = false;
    this.pace.stop();
    await within(STOP_PATIENCE_MS, this.running);
  }

  /** Tells the next batch. @returns how many records it was */
  async tellNext(): Promise<number> {
    const { db, uow, outbox } = this.options;
    const from = await readTold(db);
    const rows = ofFewCases(await readUntold(db, from, MOST_RECORDS));
    const last = rows.at(-1);
    if (last === undefined) return 0;
    const told = toldAccesses(rows);
    await uow.run({ role: 'worker', keys: [...told.keys()] }, async (tx) => {
      if (!(await moveTold(tx, from, last))) return;
      for (const [caseId, accesses] of told)
        outbox.add(tx, CASE_ACCESSED[outbox.options.service], {
          key: caseId,
          data: { caseId, accesses },
        });
    });
    return rows.length;
  }

  private async run(): Promise<void> {
    while (this.going) {
      await this.pace.pause(LOOK_MS);
      try {
        while (this.going && (await this.tellNext()) > 0);
      } catch (err) {
        this.options.log.warn({ err }, 'Accesses to cases are not told yet; it is tried again.');
      }
    }
  }
}

/** As many locks as a transaction may take. */
function ofFewCases(rows: readonly StoredAccess[]): readonly StoredAccess[] {
  const cases = new Set<string | null>();
  const end = rows.findIndex(({ caseId }) => cases.add(caseId).size > MOST_CASES);
  return end < 0 ? rows : rows.slice(0, end);
}

import { within, type DeliveryLog, type Outbox } from '@app/messaging';
import type { ServiceDatabase, UnitOfWork } from '@app/persistence';
import type { AccessContext } from './context/access-context.js';
import type { Touched } from './record/access.js';
import { AccessRecorder } from './record/access-recorder.js';
import { insertAccesses } from './record/insert-accesses.js';
import { RefusalLog } from './refusals/refusal-log.js';
import { AccessTeller } from './tell/access-teller.js';
import { AccessSealer, type SealerOptions } from './seal/access-sealer.js';

export interface AuditOptions extends Pick<SealerOptions, 'anchoring'> {
  readonly db: ServiceDatabase;
  readonly uow: UnitOfWork;
  readonly log: DeliveryLog;
  readonly outbox: Outbox;
}

const FLUSHED_WITHIN_MS = 1_000;

/** The records of access of one service: who writes them, who seals them, and who tells of them. */
export class Audit {
  readonly accesses = new AccessRecorder();
  readonly refusals: RefusalLog;
  private readonly sealer: AccessSealer;
  private readonly teller: AccessTeller;

  constructor(private readonly options: AuditOptions) {
    this.refusals = new RefusalLog(options.uow, options.log);
    this.sealer = new AccessSealer(options);
    this.teller = new AccessTeller(options);
  }

  /** For an access whose transaction did not write it down itself. Before the answer leaves. */
  async recordNow(context: AccessContext, touched: Touched): Promise<void> {
    await this.options.uow.run({ role: 'api', keys: [] }, (tx) =>
      insertAccesses(tx, context.granted([touched])),
    );
    context.wasRecorded();
  }

  start(): void {
    this.sealer.start();
    this.teller.start();
  }

  /** Writes down what was refused until now, seals and anchors it, in three seconds at most. */
  async stop(): Promise<void> {
    await within(FLUSHED_WITHIN_MS, this.refusals.flush());
    await Promise.all([this.sealer.stop(), this.teller.stop()]);
  }
}

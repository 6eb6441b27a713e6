import { AccessRecorder, type Accessor } from '@app/audit';
import type { Clock, Logger } from '@app/observability';
import { UnitOfWork, type UnitOfWorkOptions } from '@app/persistence';
import { CLOCK, LOGGER, SERVICE_RUNTIME, type ServiceRuntime } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { ContentGoneError, ContentReader } from '../../attachments/content-reader.js';
import {
  destroyContent,
  settleScan,
  takeForScan,
  type ToScan,
} from '../../attachments/scan.repository.js';
import { SCANNER, type Scanner } from '../../attachments/scanner/scanner.port.js';
import {
  SCAN_LEASE_MS,
  afterScan,
  isDestroyed,
  type ScanVerdict,
} from '../../domain/attachment.js';

const WORKER: UnitOfWorkOptions = { role: 'worker', keys: [] };

const MACHINE: Accessor = {
  actor: 'service:applications',
  role: 'service',
  section: null,
  wards: [],
  purpose: 'own-procedure',
  action: 'attachment.scan',
  requestId: null,
};

/** Has what was attached looked into, file by file. Several processes may do so at once: each takes other files. */
@Injectable()
export class ScanAttachments {
  private isAway = false;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly accesses: AccessRecorder,
    private readonly contents: ContentReader,
    @Inject(SCANNER) private readonly scanner: Scanner,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(SERVICE_RUNTIME) private readonly runtime: ServiceRuntime,
  ) {
    runtime.health.add('applications.scanner', () => (this.isAway ? 'degraded' : 'ok'));
  }

  /** Scans all that is due; ends early when the scanner is away or the process stops. Answers how many were settled. */
  async scanDue(): Promise<number> {
    for (let settled = 0; ;) {
      if (this.runtime.stopping.aborted) return settled;
      const taken = await this.take();
      if (taken === undefined) return settled;
      const verdict = await this.verdictOn(taken);
      await this.settle(taken, verdict);
      this.isAway = verdict === 'away';
      if (verdict === 'away') return settled;
      settled += 1;
    }
  }

  private take(): Promise<ToScan | undefined> {
    const now = this.clock.now();
    const leaseEnds = new Date(now.getTime() + SCAN_LEASE_MS);
    const times = { now: now.toISOString(), leaseEnds: leaseEnds.toISOString() };
    return this.uow.run(WORKER, async (tx) => {
      const taken = await takeForScan(tx, times);
      if (taken !== undefined)
        this.accesses.byMachine(tx, MACHINE, [{ caseId: taken.case_id, dataKinds: ['documents'] }]);
      return taken;
    });
  }

  /** @throws when the content cannot be read: the lease ends by itself, then it is tried again */
  private async verdictOn({ id, case_id: caseId, pieces }: ToScan): Promise<ScanVerdict> {
    const content = this.contents.pieces(
      { id, caseId, pieces },
      { as: WORKER, purpose: 'attachment-scan' },
    );
    try {
      return await this.scanner.scan(content, this.runtime.stopping);
    } catch (error) {
      // Erased in the meantime: there is nothing left to settle either.
      if (error instanceof ContentGoneError) return 'failed';
      throw error;
    }
  }

  private async settle(taken: ToScan, verdict: ScanVerdict): Promise<void> {
    const after = afterScan(verdict, taken);
    const nextTryAt = new Date(this.clock.now().getTime() + (after.waitMs ?? 0)).toISOString();
    await this.uow.run(WORKER, async (tx) => {
      const settled = await settleScan(tx, taken, after, nextTryAt);
      if (settled && isDestroyed(after.state)) await destroyContent(tx, taken.id);
    });
    const { case_id: caseId, tries } = taken;
    if (after.state !== 'CLEAN')
      this.logger.warn(
        { caseId, state: after.state, reason: verdict, tries },
        'An attachment was not found clean',
      );
  }
}

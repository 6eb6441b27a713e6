import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { permits, wardsOf, type Access } from '@app/auth';
import { Approvals, CITY_WIDE, approvalView, type Approval } from '@app/four-eyes';
import { Problem, type Clock } from '@app/observability';
import { ServiceDatabase, UnitOfWork, type Tx, type UnitOfWorkOptions } from '@app/persistence';
import { CLOCK } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidV7 } from 'uuid';
import { sameFilter, type CaseExport } from '../../exports/case-export.js';
import { exportLines } from '../../exports/export-lines.js';
import {
  findRequestedExport,
  insertExport,
  loadExport,
} from '../../persistence/case-export.repository.js';
import { openExport } from '../../persistence/export-rows.repository.js';
import type { CaseExportDto, RequestExportDto } from './export-cases.dto.js';
import { filterOf, wardOfApproval, wardsIn } from './export-scope.js';

const SALT_BYTES = 32;

export interface RequestedExport {
  readonly view: CaseExportDto;
  readonly replayed: boolean;
}

const sightOf = (access: Access, keys: string[] = []): UnitOfWorkOptions => ({
  ...{ role: 'api', keys },
  wards: [...wardsOf(access), CITY_WIDE],
});

/** Bulk export (一括出力): one asks, another approves, and who asked takes it once. Its content is stored nowhere. */
@Injectable()
export class CaseExports {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly uow: UnitOfWork,
    private readonly approvals: Approvals,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem `invalid-request`, `not-found`, `idempotency-key-reused`, `idempotency-key-in-flight` */
  async request(access: Access, key: string, wanted: RequestExportDto): Promise<RequestedExport> {
    const filter = filterOf(access, wanted, this.clock.today());
    const ward = wardOfApproval(access, filter);
    const id = uuidV7();
    const { wantedExport, replayed } = await this.uow.run(sightOf(access), async (tx) => {
      const before = await findRequestedExport(tx, access.sub, key);
      if (before && !sameFilter(before, filter)) throw new Problem('idempotency-key-reused');
      if (before) return { wantedExport: before, replayed: true };
      const approval = await this.ask(tx, { id, ward, by: access.sub, reason: wanted.reason });
      const asked = { id, ward, requestedBy: access.sub, idempotencyKey: key, ...filter };
      const wantedExport = { ...asked, approvalId: approval.id };
      if (!(await insertExport(tx, wantedExport, approval.requestedAt)))
        throw new Problem('idempotency-key-in-flight', { headers: { 'retry-after': '1' } });
      return { wantedExport, replayed: false };
    });
    return { view: await this.view(access, wantedExport), replayed };
  }

  /** For who asked, and for who may approve it. @throws Problem `not-found` */
  async read(access: Access, id: string): Promise<CaseExportDto> {
    return this.view(access, await this.find(access, id));
  }

  /**
   * The lines of an approved export. What fails before the first of them leaves the approval as it was; after that it
   * is used up, also when the client goes away: whatever was read was read.
   * @throws Problem `not-found`, `not-approved`, `approval-ended`, `approval-expired`
   */
  async take(access: Access, id: string): Promise<Readable> {
    const wanted = await this.find(access, id);
    const { approvalId, requestedBy } = wanted;
    if (requestedBy !== access.sub) throw new Problem('not-found');
    const rows = await openExport(this.db, wardsIn(wanted), wanted, randomBytes(SALT_BYTES));
    try {
      await this.uow.run(sightOf(access, [approvalId]), (tx) =>
        this.approvals.use(tx, approvalId, access.sub),
      );
    } catch (error) {
      await rows.close();
      throw error;
    }
    const { from, to, ofWard, lifeEvent } = wanted;
    const filter = { from, to, ofWard, lifeEvent };
    const lines = Readable.from(exportLines(filter, this.clock.now(), rows));
    return lines.once('close', () => void rows.close());
  }

  private ask(
    tx: Tx,
    { id, ward, by, reason }: { id: string; ward: string; by: string; reason: string },
  ): Promise<Approval> {
    return this.approvals.request(tx, { act: 'bulk-export', subjectId: id, reason, ward, by });
  }

  private async find(access: Access, id: string): Promise<CaseExport> {
    const found = await this.uow.run(sightOf(access), (tx) => loadExport(tx, id));
    if (found === undefined || !permits(access, { ward: found.ward }))
      throw new Problem('not-found');
    return found;
  }

  private async view(access: Access, wanted: CaseExport): Promise<CaseExportDto> {
    const { id, from, to, ofWard: ward, lifeEvent } = wanted;
    const approval = approvalView(await this.approvals.read(access, wanted.approvalId));
    return { id, from, to, ward, lifeEvent, approval };
  }
}

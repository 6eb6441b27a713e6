import { AccessRecorder } from '@app/audit';
import { kindsOf, requirePermitted, type Access } from '@app/auth';
import { Problem } from '@app/observability';
import { UnitOfWork, type Tx } from '@app/persistence';
import { Injectable } from '@nestjs/common';
import type { VersionedCase } from '../../domain/versioned-case.js';
import { loadCases } from '../../persistence/load-cases.repository.js';
import { attributesOf, sightOf } from '../sight.js';

@Injectable()
export class ReadCaseService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly accesses: AccessRecorder,
  ) {}

  /** @throws Problem `not-found`, also for a case that the access does not reach; `case-erased` */
  read(caseId: string, access: Access): Promise<VersionedCase> {
    return this.uow.run(sightOf(access), async (tx) => {
      const stored = await this.findIn(tx, caseId, access);
      const dataKinds = [...kindsOf(access, attributesOf(stored))];
      this.accesses.granted(tx, { caseId, recordId: caseId, dataKinds });
      return stored;
    });
  }

  /** The same for a further step of the same access, which is written down there. */
  find(caseId: string, access: Access): Promise<VersionedCase> {
    return this.uow.run(sightOf(access), (tx) => this.findIn(tx, caseId, access));
  }

  /** The same within a transaction that goes on. */
  async findIn(tx: Tx, caseId: string, access: Access): Promise<VersionedCase> {
    const [loaded] = await loadCases(tx, [caseId]);
    if (loaded === undefined) throw new Problem('not-found');
    requirePermitted(access, attributesOf(loaded.stored));
    if (loaded.stored.erasedAt !== null) throw new Problem('case-erased');
    return loaded.stored;
  }
}

import type { Principal } from '@app/auth';
import { Problem } from '@app/observability';
import { UnitOfWork } from '@app/persistence';
import { Injectable } from '@nestjs/common';
import type { VersionedCase } from '../../domain/versioned-case.js';
import { loadCases } from '../../persistence/load-cases.repository.js';
import { sightOf } from '../sight.js';

@Injectable()
export class ReadCaseService {
  constructor(private readonly uow: UnitOfWork) {}

  /** @throws Problem `not-found`, also for a case of another ward */
  async read(caseId: string, principal: Principal): Promise<VersionedCase> {
    const [loaded] = await this.uow.run(sightOf(principal), (tx) => loadCases(tx, [caseId]));
    if (loaded === undefined) throw new Problem('not-found');
    return loaded.stored;
  }
}

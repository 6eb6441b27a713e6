import type { Principal } from '@app/auth';
import { Problem } from '@app/observability';
import { UnitOfWork, type UnitOfWorkOptions } from '@app/persistence';
import { Injectable } from '@nestjs/common';
import type { VersionedCase } from '../../domain/versioned-case.js';
import { loadCases } from '../../persistence/load-cases.repository.js';

/** Operations belong to no ward; everybody else sees the cases of their own wards. */
const sightOf = ({ roles, wards }: Principal): UnitOfWorkOptions =>
  roles.includes('operator')
    ? { role: 'worker', keys: [] }
    : { role: 'api', keys: [], wards: [...wards] };

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

import { AccessRecorder } from '@app/audit';
import { kindsOf, permits, type Access } from '@app/auth';
import { Problem } from '@app/observability';
import { UnitOfWork } from '@app/persistence';
import { Injectable } from '@nestjs/common';
import {
  listCases,
  type CaseFilter,
  type ListedCase,
} from '../../persistence/list-cases.repository.js';
import { sightOf } from '../sight.js';
import { cursorOf, placeIn } from './case-cursor.js';
import {
  PAGE_SIZE,
  WAITING,
  type CasePageDto,
  type CaseSummaryDto,
  type ListCasesDto,
} from './list-cases.dto.js';

const filterOf = ({ status, ward, cursor, limit }: ListCasesDto): CaseFilter => ({
  status: status ?? WAITING,
  limit: limit ?? PAGE_SIZE,
  ...(ward !== undefined && { ward }),
  ...(cursor !== undefined && { after: placeIn(cursor) }),
});

const summaryOf = (found: ListedCase, access: Access): CaseSummaryDto => {
  const { openedAt, changedAt, heldTasks, reference, ...rest } = found;
  return {
    ...rest,
    reference: kindsOf(access, { ward: found.ward, lifeEvent: found.lifeEvent }).has('reference')
      ? reference
      : null,
    openedAt: openedAt.toISOString(),
    changedAt: changedAt.toISOString(),
    heldTasks: [...heldTasks],
  };
};

const shownOf = ({ caseId, ward, lifeEvent }: ListedCase, access: Access) => ({
  caseId,
  recordId: caseId,
  dataKinds: [...kindsOf(access, { ward, lifeEvent })],
});

/** What waits, for those who decide about it. */
@Injectable()
export class ListCasesService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly accesses: AccessRecorder,
  ) {}

  /** @throws Problem `not-found` for a ward that is not the caller's, `invalid-cursor` */
  async list(access: Access, query: ListCasesDto): Promise<CasePageDto> {
    const sight = sightOf(access);
    const { ward } = query;
    if (ward !== undefined && sight.wards?.includes(ward) === false) throw new Problem('not-found');
    const filter = filterOf(query);
    const { seen, next } = await this.uow.run(sight, async (tx) => {
      const { cases, next } = await listCases(tx, filter);
      const seen = cases.filter(({ ward, lifeEvent }) => permits(access, { ward, lifeEvent }));
      this.accesses.granted(tx, ...seen.map((found) => shownOf(found, access)));
      return { seen, next };
    });
    return {
      items: seen.map((found) => summaryOf(found, access)),
      nextCursor: next && cursorOf(next),
    };
  }
}

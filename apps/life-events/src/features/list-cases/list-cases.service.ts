import type { Principal } from '@app/auth';
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

const summaryOf = ({ openedAt, changedAt, heldTasks, ...rest }: ListedCase): CaseSummaryDto => ({
  ...rest,
  openedAt: openedAt.toISOString(),
  changedAt: changedAt.toISOString(),
  heldTasks: [...heldTasks],
});

/** What waits, for those who decide about it. */
@Injectable()
export class ListCasesService {
  constructor(private readonly uow: UnitOfWork) {}

  /** @throws Problem `not-found` for a ward that is not the caller's, `invalid-cursor` */
  async list(principal: Principal, query: ListCasesDto): Promise<CasePageDto> {
    const sight = sightOf(principal);
    const { ward } = query;
    if (ward !== undefined && sight.wards?.includes(ward) === false) throw new Problem('not-found');
    const filter = filterOf(query);
    const { cases, next } = await this.uow.run(sight, (tx) => listCases(tx, filter));
    return { items: cases.map(summaryOf), nextCursor: next && cursorOf(next) };
  }
}

import { AccessRecorder } from '@app/audit';
import { kindsOf, permits, type Access, type RecordAttributes } from '@app/auth';
import { UnitOfWork } from '@app/persistence';
import { PersonIndex, indexesThatName, type KnownPerson } from '@app/privacy';
import { Injectable } from '@nestjs/common';
import { findCasesOfPerson, type FoundCase } from '../../persistence/find-cases.repository.js';
import { sightOf } from '../sight.js';
import type { FoundCasesDto } from './found-cases.dto.js';

const MOST = 50;

const attributesOf = ({ ward, lifeEvent }: FoundCase): RecordAttributes => ({ ward, lifeEvent });

/** Looks cases up by whom they name, through blind indexes alone; nothing is opened. */
@Injectable()
export class SearchCases {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly persons: PersonIndex,
    private readonly accesses: AccessRecorder,
  ) {}

  /** Cases that may name this person, and that the access reaches. What it does not reach is not counted either. */
  async search(access: Access, person: KnownPerson): Promise<FoundCasesDto> {
    const index = indexesThatName(this.persons, [person]);
    const found = await this.uow.run(sightOf(access), async (tx) => {
      const cases = await findCasesOfPerson(tx, index, MOST + 1);
      const shown = cases.filter((one) => permits(access, attributesOf(one)));
      this.accesses.granted(
        tx,
        ...shown.map((one) => ({
          caseId: one.caseId,
          recordId: one.caseId,
          dataKinds: [...kindsOf(access, attributesOf(one))],
        })),
      );
      return shown;
    });
    const items = found.slice(0, MOST).map((one) => viewOf(one, access));
    return { items, more: found.length > MOST };
  }
}

function viewOf(found: FoundCase, access: Access): FoundCasesDto['items'][number] {
  const reference = kindsOf(access, attributesOf(found)).has('reference') ? found.reference : null;
  return { ...found, reference, openedAt: found.openedAt.toISOString(), tasks: [...found.tasks] };
}

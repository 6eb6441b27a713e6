import { AccessRecorder } from '@app/audit';
import { UnitOfWork } from '@app/persistence';
import { Injectable } from '@nestjs/common';
import { listAccesses } from '../../accesses/case-access.repository.js';
import { OwnApplications } from '../own-applications.js';
import { cursorOf, placeIn } from './access-cursor.js';
import { accessInWords } from './access-names.js';
import { PAGE_SIZE, type AccessPageDto, type ReadAccessesDto } from './accesses.dto.js';

/** Who of the staff looked at a citizen's case, and why. */
@Injectable()
export class ReadAccessesService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly own: OwnApplications,
    private readonly accesses: AccessRecorder,
  ) {}

  /** @throws Problem `not-found` for what is not the citizen's, `case-erased` when it was, `invalid-cursor` */
  async read(
    id: string,
    subject: string,
    { cursor, limit = PAGE_SIZE }: ReadAccessesDto,
  ): Promise<AccessPageDto> {
    const after = cursor === undefined ? undefined : placeIn(cursor);
    const found = await this.uow.run({ role: 'api', keys: [], subjects: [subject] }, async (tx) => {
      const { case_id: caseId } = await this.own.findIn(tx, id, subject);
      this.accesses.granted(tx, { caseId, recordId: id });
      return listAccesses(tx, caseId, { after, limit });
    });
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.map(accessInWords),
      nextCursor: found.length > limit && last !== undefined ? cursorOf(last) : null,
    };
  }
}

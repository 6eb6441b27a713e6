import type { SectionName } from '@app/contracts';
import type { Principal } from '@app/auth';
import { Problem } from '@app/observability';
import { UnitOfWork } from '@app/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { PersonalReader, UNREADABLE } from '../../personal/personal-reader.js';
import { listTasks, type QueueFilter } from '../../persistence/list-tasks.repository.js';
import { partsOf } from '../../persistence/read-task.repository.js';
import { officerAt, type DeskOfficer } from '../desk-officer.js';
import { SECTION } from '../../section-token.js';
import { summaryOf } from '../task-summary.dto.js';
import { PAGE_SIZE, type ListTasksDto, type TaskPageDto } from './list-tasks.dto.js';
import { cursorOf, placeIn } from './queue-cursor.js';

function filterOf({ sub }: DeskOfficer, query: ListTasksDto): QueueFilter {
  const { ward, procedure: procedureId, status, mine, cursor, limit } = query;
  return {
    statuses: status ?? [],
    limit: limit ?? PAGE_SIZE,
    ...(ward !== undefined && { ward }),
    ...(procedureId !== undefined && { procedureId }),
    ...(mine === true && { claimedBy: sub }),
    ...(cursor !== undefined && { after: placeIn(cursor) }),
  };
}

/** The work queue of the section's wards. */
@Injectable()
export class ListTasks {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reader: PersonalReader,
    @Inject(SECTION) private readonly section: SectionName,
  ) {}

  async list(principal: Principal, query: ListTasksDto): Promise<TaskPageDto> {
    const officer = officerAt(this.section, principal);
    const { wards } = officer;
    if (query.ward !== undefined && !wards.includes(query.ward)) throw new Problem('not-found');
    const filter = filterOf(officer, query);
    const { page, parts } = await this.uow.run({ role: 'api', keys: [], wards }, async (tx) => {
      const page = await listTasks(tx, filter);
      return {
        page,
        parts: await partsOf(
          tx,
          page.tasks.map(({ taskId }) => taskId),
        ),
      };
    });
    const personal = await this.reader.openPage(parts);
    return {
      items: page.tasks.map((task) =>
        summaryOf(task, personal.get(task.taskId) ?? UNREADABLE, page.now),
      ),
      nextCursor: page.next && cursorOf(page.next),
    };
  }
}

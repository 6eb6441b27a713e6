import type { SectionName } from '@app/contracts';
import { AccessRecorder } from '@app/audit';
import { kindsOf, listConditions, permits, type Access } from '@app/auth';
import { Problem } from '@app/observability';
import { UnitOfWork } from '@app/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { PersonalReader, UNREADABLE } from '../../personal/personal-reader.js';
import { listTasks, type QueueFilter } from '../../persistence/list-tasks.repository.js';
import { partsOf } from '../../persistence/read-task.repository.js';
import type { TaskRecord } from '../../persistence/task-record.js';
import { attributesOf, officerAt } from '../desk-officer.js';
import { shownPersonal } from '../read-task/shown-material.js';
import { SECTION } from '../../section-token.js';
import { summaryOf } from '../task-summary.dto.js';
import { PAGE_SIZE, type ListTasksDto, type TaskPageDto } from './list-tasks.dto.js';
import { cursorOf, placeIn } from './queue-cursor.js';

function filterOf(access: Access, query: ListTasksDto): QueueFilter {
  const { ward, procedure: procedureId, status, mine, cursor, limit } = query;
  const conditions = listConditions(access);
  return {
    statuses: status ?? [],
    limit: limit ?? PAGE_SIZE,
    ...(ward !== undefined && { ward }),
    ...(procedureId !== undefined && { procedureId }),
    ...(mine === true && { claimedBy: access.sub }),
    ...(conditions && { seenBy: { sub: access.sub, conditions } }),
    ...(cursor !== undefined && { after: placeIn(cursor) }),
  };
}

/** The work queue of the section's wards. */
@Injectable()
export class ListTasks {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reader: PersonalReader,
    private readonly accesses: AccessRecorder,
    @Inject(SECTION) private readonly section: SectionName,
  ) {}

  async list(access: Access, query: ListTasksDto): Promise<TaskPageDto> {
    const { wards } = officerAt(this.section, access);
    if (query.ward !== undefined && !wards.includes(query.ward)) throw new Problem('not-found');
    const filter = filterOf(access, query);
    const { page, parts } = await this.uow.run({ role: 'api', keys: [], wards }, async (tx) => {
      const page = await listTasks(tx, filter);
      // The conditions say the same in SQL, for whole pages; the rule has the last word on each.
      const tasks = page.tasks.filter((task) => permits(access, this.attributes(task)));
      const ids = tasks.map(({ taskId }) => taskId);
      this.accesses.granted(tx, ...tasks.map((task) => this.shown(access, task)));
      return { page: { ...page, tasks }, parts: await partsOf(tx, ids) };
    });
    const personal = await this.reader.openPage(parts);
    return {
      items: page.tasks.map((task) => {
        const kinds = kindsOf(access, this.attributes(task));
        const known = personal.get(task.taskId) ?? UNREADABLE;
        return summaryOf(task, shownPersonal(known, kinds), page.now);
      }),
      nextCursor: page.next && cursorOf(page.next),
    };
  }

  private shown(access: Access, task: TaskRecord) {
    const { caseId, taskId: recordId } = task;
    return { caseId, recordId, dataKinds: [...kindsOf(access, this.attributes(task))] };
  }

  private attributes(task: TaskRecord) {
    return attributesOf(this.section, task);
  }
}

import type { SectionName } from '@app/contracts';
import { AccessRecorder } from '@app/audit';
import { kindsOf, permits, withheldFrom, type Access } from '@app/auth';
import { Problem } from '@app/observability';
import { UnitOfWork, type Tx } from '@app/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { PersonalReader } from '../../personal/personal-reader.js';
import { loadTask } from '../../persistence/load-tasks.repository.js';
import {
  correctionsOf,
  historyOf,
  notesOf,
  partsOf,
} from '../../persistence/read-task.repository.js';
import { attributesOf, officerAt, requireTaskId } from '../desk-officer.js';
import type { TaskRecord } from '../../persistence/task-record.js';
import { SECTION } from '../../section-token.js';
import { detailOf } from './task-detail.js';
import { shownMaterial } from './shown-material.js';
import type { TaskDetailDto } from './task-detail.dto.js';

async function readStored(tx: Tx, taskId: string, isPermitted: (task: TaskRecord) => boolean) {
  const found = await loadTask(tx, taskId);
  if (found === undefined || !isPermitted(found.task)) throw new Problem('not-found');
  if (found.task.erasedAt !== null) throw new Problem('case-erased');
  const parts = await partsOf(tx, [taskId]);
  const corrections = await correctionsOf(tx, taskId);
  const notes = await notesOf(tx, taskId);
  return { ...found, parts, corrections, notes, history: await historyOf(tx, taskId) };
}

/** One task with everything that the officer who works on it needs. */
@Injectable()
export class ReadTask {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reader: PersonalReader,
    private readonly accesses: AccessRecorder,
    @Inject(SECTION) private readonly section: SectionName,
  ) {}

  async read(access: Access, id: string): Promise<TaskDetailDto> {
    const { wards } = officerAt(this.section, access);
    const taskId = requireTaskId(id);
    const attributes = (task: TaskRecord) => attributesOf(this.section, task);
    const stored = await this.uow.run({ role: 'api', keys: [], wards }, async (tx) => {
      const found = await readStored(tx, taskId, (task) => permits(access, attributes(task)));
      const { caseId } = found.task;
      const dataKinds = [...kindsOf(access, attributes(found.task))];
      this.accesses.granted(tx, { caseId, recordId: taskId, dataKinds });
      return found;
    });
    const { personal, notes } = await this.reader.openTask(stored.task, stored.parts, stored.notes);
    const kinds = kindsOf(access, attributes(stored.task));
    const material = shownMaterial({ ...stored, personal, openedNotes: notes }, kinds);
    return { ...detailOf(material), withheld: withheldFrom(access, kinds) };
  }
}

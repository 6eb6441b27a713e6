import type { SectionName } from '@app/contracts';
import type { Principal } from '@app/auth';
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
import { officerAt, requireTaskId } from '../desk-officer.js';
import { SECTION } from '../../section-token.js';
import { detailOf } from './task-detail.js';
import type { TaskDetailDto } from './task-detail.dto.js';

async function readStored(tx: Tx, taskId: string) {
  const found = await loadTask(tx, taskId);
  if (found === undefined) throw new Problem('not-found');
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
    @Inject(SECTION) private readonly section: SectionName,
  ) {}

  async read(principal: Principal, id: string): Promise<TaskDetailDto> {
    const { wards } = officerAt(this.section, principal);
    const taskId = requireTaskId(id);
    const stored = await this.uow.run({ role: 'api', keys: [], wards }, (tx) =>
      readStored(tx, taskId),
    );
    const { personal, notes } = await this.reader.openTask(stored.task, stored.parts, stored.notes);
    return detailOf({ ...stored, personal, openedNotes: notes });
  }
}

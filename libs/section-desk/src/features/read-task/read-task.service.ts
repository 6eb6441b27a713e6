import type { SectionName, TaskChangedSealed } from '@app/contracts';
import type { Principal } from '@app/auth';
import { Problem } from '@app/observability';
import { UnitOfWork, type Tx } from '@app/persistence';
import { openParts, type KeyStore, type OpenedPart, type StoredPart } from '@app/privacy';
import { KEY_STORE } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { noteHeader } from '../../personal/officer-note.js';
import { personalOf, storedPart, type ReceivedContent } from '../../personal/personal-parts.js';
import { loadTask } from '../../persistence/load-tasks.repository.js';
import {
  correctionsOf,
  historyOf,
  notesOf,
  partsOf,
} from '../../persistence/read-task.repository.js';
import { SECTION, officerAt, requireTaskId } from '../desk-officer.js';
import { UNREADABLE } from '../task-summary.dto.js';
import { detailOf, type TaskMaterial } from './task-detail.js';
import type { TaskDetailDto } from './task-detail.dto.js';

type Stored = Awaited<ReturnType<typeof readStored>>;

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
    @Inject(KEY_STORE) private readonly keys: KeyStore,
    @Inject(SECTION) private readonly section: SectionName,
  ) {}

  async read(principal: Principal, id: string): Promise<TaskDetailDto> {
    const { wards } = officerAt(this.section, principal);
    const taskId = requireTaskId(id);
    const stored = await this.uow.run({ role: 'api', keys: [], wards }, (tx) =>
      readStored(tx, taskId),
    );
    return detailOf(await this.open(stored));
  }

  /** After the transaction; one round trip for what was received and what was written here. */
  private async open({ parts, ...stored }: Stored): Promise<TaskMaterial> {
    const { task, notes } = stored;
    const ownNotes = notes.map(({ version, jwe }): StoredPart => ({
      jwe,
      expected: noteHeader(this.section, task, version),
    }));
    const received = parts.map((part) => storedPart(this.section, part));
    const opened = await openParts(this.keys, [...received, ...ownNotes]);
    // What lies behind each part is known by its place: first those received, then the own notes.
    const receivedOpened = opened.slice(0, parts.length) as OpenedPart<ReceivedContent>[];
    const openedNotes = opened.slice(parts.length) as OpenedPart<TaskChangedSealed>[];
    const personal = personalOf(parts, receivedOpened).get(task.taskId) ?? UNREADABLE;
    return { ...stored, personal, openedNotes };
  }
}

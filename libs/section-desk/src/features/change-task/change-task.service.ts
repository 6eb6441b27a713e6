import { SECTION_CONTRACTS, type SectionName, type TaskChangedSealed } from '@app/contracts';
import { AccessRecorder } from '@app/audit';
import { requirePermitted, type Access } from '@app/auth';
import { Outbox } from '@app/messaging';
import { Problem, type Clock } from '@app/observability';
import { UnitOfWork, type Tx } from '@app/persistence';
import type { KeyStore } from '@app/privacy';
import { CLOCK, KEY_STORE } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { decideAction, type OfficerAction } from '../../domain/action.decision.js';
import { OfficerNote, noteHeader } from '../../personal/officer-note.js';
import { loadTask } from '../../persistence/load-tasks.repository.js';
import type { TaskRecord } from '../../persistence/task-record.js';
import {
  insertHistory,
  insertNote,
  updateTasks,
} from '../../persistence/write-tasks.repository.js';
import { attributesOf, officerAt, requireTaskId, type DeskOfficer } from '../desk-officer.js';
import { SECTION } from '../../section-token.js';
import { stateAnswer, type TaskStateDto } from '../task-answer.dto.js';
import { taskChangedData } from '../task-events.js';
import { requireVersion, versionIn } from '../task-version.js';
import { refusedAction } from './refuse-action.js';

export interface ChangeRequest {
  readonly access: Access;
  readonly taskId: string;
  readonly ifMatch: string | undefined;
  readonly action: OfficerAction;
  /** Words for the citizen; sealed wherever they go. */
  readonly note?: TaskChangedSealed;
}

interface Change {
  readonly taskId: string;
  readonly access: Access;
  readonly officer: DeskOfficer;
  readonly expected: number | null;
  readonly action: OfficerAction;
  readonly note: OfficerNote | undefined;
}

/** The one way in which an officer changes a task: under the case's lock, on the version that the officer read. */
@Injectable()
export class ChangeTask {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly accesses: AccessRecorder,
    @Inject(KEY_STORE) private readonly keys: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SECTION) private readonly section: SectionName,
  ) {}

  /** @throws Problem for every refusal; nothing is changed then. */
  async change(request: ChangeRequest): Promise<TaskStateDto> {
    const { access } = request;
    const officer = officerAt(this.section, access);
    const taskId = requireTaskId(request.taskId);
    const expected = versionIn(request.ifMatch);
    const { wards } = officer;
    const caseId = await this.caseOf(taskId, access, wards);
    const note = request.note && (await OfficerNote.prepare(this.keys, caseId, request.note));
    const change = { taskId, access, officer, expected, action: request.action, note };
    return this.uow.run({ role: 'api', keys: [caseId], wards }, (tx) => this.apply(tx, change));
  }

  /** Read apart, as the lock on the case comes before everything else. A task never changes its case. */
  private async caseOf(taskId: string, access: Access, wards: readonly string[]): Promise<string> {
    const found = await this.uow.run({ role: 'api', keys: [], wards }, (tx) =>
      loadTask(tx, taskId),
    );
    if (found === undefined) throw new Problem('not-found');
    requirePermitted(access, attributesOf(this.section, found.task));
    if (found.task.erasedAt !== null) throw new Problem('case-erased');
    return found.task.caseId;
  }

  private async apply(tx: Tx, change: Change): Promise<TaskStateDto> {
    const found = await loadTask(tx, change.taskId);
    if (found === undefined) throw new Problem('not-found');
    const { task, now } = found;
    requirePermitted(change.access, attributesOf(this.section, task));
    requireVersion(task, change.expected);
    const outcome = decideAction(task, change.action, change.officer, now);
    if (outcome.kind === 'refused') throw refusedAction(task, outcome.code);
    const renewed = outcome.kind === 'renewed';
    const changedAt = renewed ? task.changedAt : this.clock.now();
    const after: TaskRecord = { ...task, ...outcome.task, changedAt };
    await updateTasks(tx, [after]);
    this.accesses.granted(tx, { caseId: task.caseId, recordId: task.taskId });
    if (!renewed) await this.record(tx, task, after, change);
    return stateAnswer(after, now);
  }

  /** One change = one version, one row of history, one event. */
  private async record(
    tx: Tx,
    before: TaskRecord,
    after: TaskRecord,
    change: Change,
  ): Promise<void> {
    const { taskId, version, ward, status: to, changedAt: at } = after;
    const { action, officer, note } = change;
    await insertHistory(tx, [
      {
        taskId,
        version,
        ward,
        action: action.kind,
        actor: officer.sub,
        from: before.status,
        to,
        at,
      },
    ]);
    if (note) {
      const jwe = note.atRest(noteHeader(this.section, after, version), ward);
      await insertNote(tx, { taskId, version, ward, items: note.items, jwe });
    }
    this.outbox.add(tx, SECTION_CONTRACTS[this.section].taskChanged, {
      key: after.caseId,
      data: taskChangedData(after),
      ...(note && { sealed: note.forEvent(ward) }),
    });
  }
}

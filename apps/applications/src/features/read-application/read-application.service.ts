import { AccessRecorder } from '@app/audit';
import type { CaseSnapshotSealed } from '@app/contracts';
import { UnitOfWork } from '@app/persistence';
import { openParts, type KeyStore } from '@app/privacy';
import { procedure } from '@app/procedures';
import { KEY_STORE } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { viewOfAccepted, viewOfSnapshot, type Notes } from '../../domain/status-view.js';
import { findNewer, type ApplicationWithStatus } from '../../persistence/application.repository.js';
import { OwnApplications } from '../own-applications.js';
import { filedWards } from './filed-wards.js';
import type { ApplicationViewDto } from './application-view.dto.js';

@Injectable()
export class ReadApplicationService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly own: OwnApplications,
    private readonly accesses: AccessRecorder,
    @Inject(KEY_STORE) private readonly keys: KeyStore,
  ) {}

  /**
   * @throws Problem `not-found` when there is none, or it is somebody else's: the two cannot be told apart;
   * `case-erased` for its owner when it was erased.
   */
  async read(id: string, subject: string): Promise<ApplicationViewDto> {
    const found = await this.uow.run({ role: 'api', keys: [], subjects: [subject] }, async (tx) => {
      const own = await this.own.findIn(tx, id, subject);
      this.accesses.granted(tx, { caseId: own.case_id, recordId: id });
      return own;
    });
    const [view] = await this.viewsOf([found], [subject]);
    if (view === undefined) throw new Error('one application has one view');
    return view;
  }

  /** Views of those of the subjects' applications that are newer than the versions given: one query and one opening for all. */
  async readNewer(
    ids: readonly string[],
    versions: readonly number[],
    subjects: readonly string[],
  ): Promise<ApplicationViewDto[]> {
    const newer = await this.uow.run({ role: 'api', keys: [], subjects }, (tx) =>
      findNewer(tx, ids, versions),
    );
    return this.viewsOf(newer, subjects);
  }

  private async viewsOf(
    applications: readonly ApplicationWithStatus[],
    subjects: readonly string[],
  ): Promise<ApplicationViewDto[]> {
    const [notes, wards] = await Promise.all([
      this.openNotes(applications),
      filedWards({ uow: this.uow, keys: this.keys }, applications, subjects),
    ]);
    return applications.map((application) => {
      const ward = wards.get(application.id) ?? application.ward;
      return viewOf(
        { ...application, ward },
        notes.get(application.id) ?? new Map<string, never>(),
      );
    });
  }

  private async openNotes(
    applications: readonly ApplicationWithStatus[],
  ): Promise<Map<string, Notes>> {
    const sealed = applications.flatMap(({ id, case_id: caseId, notes }) =>
      notes === null ? [] : [{ id, part: { jwe: notes, expected: { caseId } } }],
    );
    if (sealed.length === 0) return new Map();
    const opened = await openParts<CaseSnapshotSealed>(
      this.keys,
      sealed.map(({ part }) => part),
      'own-case',
    );
    return new Map(
      sealed.map(({ id }, index) => {
        const part = opened[index];
        const notes = part?.state === 'opened' ? part.content.notes : [];
        return [id, new Map(notes.map((note) => [note.taskId, note]))];
      }),
    );
  }
}

function viewOf(application: ApplicationWithStatus, notes: Notes): ApplicationViewDto {
  const requested = application.withdrawal_requested_at !== null;
  const view =
    application.snapshot === null
      ? viewOfAccepted(requested)
      : viewOfSnapshot(application.snapshot, notes, catalogueEntry, requested);
  return {
    applicationId: application.id,
    caseId: application.case_id,
    reference: application.reference,
    lifeEvent: application.life_event,
    ward: application.ward,
    intakeDate: application.intake_date,
    submittedAt: application.created_at.toISOString(),
    ...view,
  };
}

function catalogueEntry(procedureId: string) {
  const { nameJa, nameEn, receptionCounter, law } = procedure(procedureId);
  return { nameJa, nameEn, receptionCounter, law };
}

import { SECTION_CONTRACTS, type CaseSnapshotSealed, type TaskChangedSealed } from '@app/contracts';
import { openPart, type CaseKeys, type SealHeader } from '@app/privacy';
import type { Case, CaseTask, SealedNote } from '../domain/case.js';

type Noted = CaseTask & { readonly note: SealedNote };

const hasNote = (task: CaseTask): task is Noted => task.note !== null;

const headerOf = (caseId: string, { section, note }: Noted): SealHeader => ({
  caseId,
  writer: section,
  reader: 'life-events',
  type: SECTION_CONTRACTS[section].taskChanged.type,
  sequence: note.sequence,
});

/** Officers' words of all tasks, to be sealed for the citizen's side; those of an erased case are gone. */
export function notesOf({ caseId, tasks }: Case, keys: CaseKeys): CaseSnapshotSealed['notes'] {
  return tasks.filter(hasNote).flatMap((task) => {
    const header = headerOf(caseId, task);
    const key = keys.find(header);
    if (key === undefined) return [];
    const words = openPart<TaskChangedSealed>(key, header, task.note.jwe);
    return [{ taskId: task.taskId, ...words }];
  });
}

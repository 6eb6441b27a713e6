import type { TaskChangedSealed } from '@app/contracts';
import type { Personal, ReadPart } from '../../personal/personal-parts.js';
import type {
  CorrectionOfTask,
  HistoryOfTask,
  NoteOfTask,
} from '../../persistence/read-task.repository.js';
import type { TaskRecord } from '../../persistence/task-record.js';
import { procedureReference } from '../procedure-texts.js';
import { summaryOf } from '../task-summary.dto.js';
import type { HistoryEntryDto, ReturnedItemAnswerDto, TaskDetailDto } from './task-detail.dto.js';

/** What the detail of a task is made of, as it was read and opened. */
export interface TaskMaterial {
  readonly task: TaskRecord;
  readonly now: Date;
  readonly personal: Personal;
  readonly corrections: readonly CorrectionOfTask[];
  readonly notes: readonly NoteOfTask[];
  readonly openedNotes: readonly ReadPart<TaskChangedSealed>[];
  readonly history: readonly HistoryOfTask[];
}

const contentOf = (opened: ReadPart<TaskChangedSealed> | undefined): TaskChangedSealed =>
  opened?.state === 'opened' ? opened.content : {};

/** The first correction that came after the return and answers the item. */
function answerTo(
  item: string,
  returnedIn: number,
  { corrections, personal }: TaskMaterial,
): Pick<ReturnedItemAnswerDto, 'answer' | 'answeredAt'> {
  const correction = corrections.find(
    ({ items, version }) => version > returnedIn && items.includes(item),
  );
  if (correction === undefined) return { answer: null, answeredAt: null };
  const answers = personal.answers.get(correction.sequence) ?? [];
  const given = answers.find((candidate) => candidate.item === item);
  return { answer: given?.value ?? null, answeredAt: correction.receivedAt.toISOString() };
}

function returnedOf(material: TaskMaterial): ReturnedItemAnswerDto[] {
  return material.notes.flatMap(({ items, version }, index) => {
    const words = contentOf(material.openedNotes[index]).items ?? [];
    return items.map((item) => ({
      item,
      returnedIn: version,
      note: words.find((candidate) => candidate.item === item)?.note ?? null,
      ...answerTo(item, version, material),
    }));
  });
}

function historyOf({ history, notes, openedNotes }: TaskMaterial): HistoryEntryDto[] {
  const reasons = new Map(
    notes.map(({ version }, index) => [version, contentOf(openedNotes[index]).note]),
  );
  return history.map(({ at, ...entry }) => {
    const note = reasons.get(entry.version);
    return { ...entry, at: at.toISOString(), ...(note !== undefined && { note }) };
  });
}

export function detailOf(material: TaskMaterial): Omit<TaskDetailDto, 'withheld'> {
  const { task, now, personal } = material;
  return {
    ...summaryOf(task, personal, now),
    applicationId: task.applicationId,
    ...procedureReference(task.procedureId),
    ruleId: task.ruleId,
    ruleSet: task.ruleSet,
    submittedAt: task.submittedAt.toISOString(),
    identities: personal.identities.filter(({ person }) => task.persons.includes(person)),
    facts: personal.facts,
    returned: returnedOf(material),
    history: historyOf(material),
  };
}

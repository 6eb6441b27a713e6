import type { Case, CaseTask } from '../domain/case.js';
import type { VersionedCase } from '../domain/versioned-case.js';

/** Rows as JSON carries them: columns by name, days as `YYYY-MM-DD`, times with PostgreSQL's offset. */
export type JsonRow = Readonly<Record<string, unknown>>;

const CASE_FIXED = {
  application_id: 'applicationId',
  reference: 'reference',
  life_event: 'lifeEvent',
  rule_set: 'ruleSet',
  intake_date: 'intakeDate',
  chosen_procedures: 'chosenProcedures',
  submitted_at: 'submittedAt',
} as const satisfies Record<string, keyof Case>;

const CASE_MOVABLE = {
  ward: 'ward',
  person_index: 'personIndex',
  status: 'status',
  withdrawal: 'withdrawal',
  referrals: 'referrals',
  offered: 'offered',
  maybe: 'maybe',
  questions: 'questions',
  automatic_effects: 'automaticEffects',
  informational: 'informational',
} as const satisfies Record<string, keyof Case>;

const TASK_FIXED = {
  procedure_id: 'procedureId',
  section: 'section',
  delivers: 'delivers',
} as const satisfies Record<string, keyof CaseTask>;

const TASK_MOVABLE = {
  rule_id: 'ruleId',
  persons: 'persons',
  requirement: 'requirement',
  filing: 'filing',
  visit_required: 'visitRequired',
  visit_basis: 'visitBasis',
  deadline: 'deadline',
  deadline_rule: 'deadlineRule',
  no_loss_deadline: 'noLossDeadline',
  depends_on: 'dependsOn',
  status: 'status',
  version: 'version',
  returned_items: 'returnedItems',
  released: 'released',
  held: 'held',
  waived: 'waived',
  withdraw_reason: 'withdrawReason',
  withdrawal_refused: 'withdrawalRefused',
} as const satisfies Record<string, keyof CaseTask>;

const VERSION_COLUMNS = ['version', 'changed_at', 'closed_at'];

export const caseMovableColumns = [...Object.keys(CASE_MOVABLE), ...VERSION_COLUMNS];
export const caseColumns = ['id', 'opened_at', ...Object.keys(CASE_FIXED), ...caseMovableColumns];
export const taskMovableColumns = [...Object.keys(TASK_MOVABLE), 'ward', 'note', 'note_sequence'];
export const taskColumns = [
  'id',
  'case_id',
  'position',
  ...Object.keys(TASK_FIXED),
  ...taskMovableColumns,
];

function toRow<T extends object>(value: T, fields: Readonly<Record<string, keyof T>>): JsonRow {
  return Object.fromEntries(
    Object.entries(fields).map(([column, field]) => [column, value[field]]),
  );
}

function fromRow(row: JsonRow, fields: Readonly<Record<string, string>>): JsonRow {
  return Object.fromEntries(Object.entries(fields).map(([column, field]) => [field, row[column]]));
}

const isoTime = (value: unknown): string => new Date(value as string).toISOString();
const isoTimeOrNull = (value: unknown): string | null => (value === null ? null : isoTime(value));

export const caseRow = (stored: VersionedCase): JsonRow => ({
  id: stored.state.caseId,
  ...toRow(stored.state, CASE_FIXED),
  ...toRow(stored.state, CASE_MOVABLE),
  version: stored.version,
  opened_at: stored.openedAt,
  changed_at: stored.changedAt,
  closed_at: stored.closedAt,
});

export const taskRow = (state: Case, task: CaseTask): JsonRow => ({
  id: task.taskId,
  case_id: state.caseId,
  position: state.tasks.indexOf(task),
  ward: state.ward,
  ...toRow(task, TASK_FIXED),
  ...toRow(task, TASK_MOVABLE),
  note: task.note?.jwe ?? null,
  note_sequence: task.note?.sequence ?? null,
});

const taskOf = (row: JsonRow): CaseTask =>
  ({
    taskId: row['id'],
    ...fromRow(row, { ...TASK_FIXED, ...TASK_MOVABLE }),
    note:
      row['note'] === null ? null : { jwe: row['note'], sequence: Number(row['note_sequence']) },
  }) as CaseTask;

export function caseOf(row: JsonRow, tasks: readonly JsonRow[]): VersionedCase {
  const state = {
    caseId: row['id'],
    ...fromRow(row, { ...CASE_FIXED, ...CASE_MOVABLE }),
    submittedAt: isoTime(row['submitted_at']),
    tasks: tasks.map(taskOf),
  } as unknown as Case;
  return {
    state,
    version: row['version'] as number,
    openedAt: isoTime(row['opened_at']),
    changedAt: isoTime(row['changed_at']),
    closedAt: isoTimeOrNull(row['closed_at']),
    erasedAt: isoTimeOrNull(row['erased_at']),
  };
}

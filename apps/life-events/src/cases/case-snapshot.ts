import {
  CaseChangedV1,
  CaseClosedV1,
  CaseOpenedV1,
  type CaseSnapshotData,
  type CaseSnapshotSealed,
  type EventContract,
  type SnapshotTask,
} from '@app/contracts';
import type { CaseTask } from '../domain/case.js';
import { taskPlan } from '../domain/task-plan.js';
import type { VersionedCase } from '../domain/versioned-case.js';

const snapshotTask = (task: CaseTask): SnapshotTask => ({
  taskId: task.taskId,
  procedureId: task.procedureId,
  ...taskPlan(task),
  delivers: task.delivers,
  section: task.section,
  status: task.status,
  version: task.version,
  held: task.held,
  returnedItems: [...task.returnedItems],
  dependsOn: [...task.dependsOn],
  withdrawalRefused: task.withdrawalRefused,
});

/** The whole public state of a case, as others read it. */
export const snapshotOf = ({
  state,
  version,
  openedAt,
  changedAt,
  closedAt,
}: VersionedCase): CaseSnapshotData => ({
  caseId: state.caseId,
  applicationId: state.applicationId,
  version,
  status: state.status,
  ward: state.ward,
  lifeEvent: state.lifeEvent,
  ruleSet: state.ruleSet,
  withdrawal: state.withdrawal,
  tasks: state.tasks.map(snapshotTask),
  referrals: [...state.referrals],
  offered: [...state.offered],
  maybe: [...state.maybe],
  questions: [...state.questions],
  automaticEffects: [...state.automaticEffects],
  informational: [...state.informational],
  openedAt,
  changedAt,
  closedAt,
});

/** The first snapshot says opened, even of a case without tasks, which is closed at once; any after the end says closed. */
export function snapshotContract({
  version,
  closedAt,
}: VersionedCase): EventContract<CaseSnapshotData, CaseSnapshotSealed> {
  if (version === 1) return CaseOpenedV1;
  return closedAt === null ? CaseChangedV1 : CaseClosedV1;
}

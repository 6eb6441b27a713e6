import { SECTIONS } from '@app/contracts';
import type { SectionName } from '@app/contracts';
import type { ApplicationSubmitted, CaseSnapshot, OpenTasks } from '../messages.js';
import type { CaseTaskEntity } from '../persistence/case-task.entity.js';
import type { CaseEntity } from '../persistence/case.entity.js';
import type { PlannedTask } from './plan-tasks.js';

/** What each section that has tasks gets: all of them in one message. */
export function openTasksBySection(
  { caseId, applicationId, reference, filing }: ApplicationSubmitted,
  planned: readonly PlannedTask[],
): { section: SectionName; message: OpenTasks }[] {
  const { identities, ward } = filing;
  return SECTIONS.flatMap((section) => {
    const tasks = planned.filter((task) => task.section === section);
    if (tasks.length === 0) return [];
    const common = { caseId, applicationId, reference, ward: String(ward['code5']), identities };
    return [{ section, message: { ...common, tasks } }];
  });
}

export function snapshotOf(found: CaseEntity, tasks: readonly CaseTaskEntity[]): CaseSnapshot {
  const { id: caseId, applicationId, version, status } = found;
  return {
    ...{ caseId, applicationId, version, status },
    tasks: tasks.map(({ id, procedureId, section, deadline, ...task }) => ({
      ...{ taskId: id, procedureId, section, deadline },
      ...{ status: task.status, version: task.version },
    })),
  };
}

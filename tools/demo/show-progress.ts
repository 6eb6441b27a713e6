import type { ApplicationStatus, ProcedureStatus } from './api-shapes.js';
import type { Timeline } from './timeline.js';

const CITIZEN = '市民の画面';

function showOpened(timeline: Timeline, family: string, view: ApplicationStatus): void {
  const waiting = view.procedures.filter(({ status }) => status === 'WAITING_PREDECESSOR').length;
  timeline.tell(
    family,
    CITIZEN,
    'magenta',
    `${view.procedures.length} 件の手続を各課へ送りました（うち ${waiting} 件は前の手続を待ちます）`,
    `${view.procedures.length} tasks, ${waiting} wait for another`,
  );
  for (const { nameJa, receptionCounter } of view.referrals)
    timeline.tell(
      family,
      CITIZEN,
      'magenta',
      `ご案内: ${nameJa} → ${receptionCounter}`,
      'referral',
    );
}

function showChange(
  timeline: Timeline,
  family: string,
  before: ProcedureStatus,
  { nameJa, status, statusJa, statusEn, returnedItems }: ProcedureStatus,
): void {
  if (before.status === status || status === 'IN_REVIEW') return;
  const released = before.status === 'WAITING_PREDECESSOR' && status === 'RECEIVED';
  const words = released ? '前の手続が決まり、動き出しました' : statusJa;
  timeline.tell(
    family,
    CITIZEN,
    'magenta',
    `${nameJa}: ${words}`,
    released ? 'released' : statusEn,
  );
  for (const { item, note } of returnedItems)
    timeline.tell(family, CITIZEN, 'yellow', `  ${note ?? item}`, item);
}

/** Tells what the citizen sees now and did not see before. */
export function showProgress(
  timeline: Timeline,
  family: string,
  before: ApplicationStatus | undefined,
  view: ApplicationStatus,
): void {
  const known = before?.procedures ?? [];
  if (known.length === 0 && view.procedures.length > 0) showOpened(timeline, family, view);
  for (const procedure of view.procedures) {
    const earlier = known.find(({ taskId }) => taskId === procedure.taskId);
    if (earlier) showChange(timeline, family, earlier, procedure);
  }
  if (before !== undefined && before.status !== view.status)
    timeline.tell(family, '案件', 'green', `${before.statusJa} → ${view.statusJa}`, view.status);
}

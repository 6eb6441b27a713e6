import type { SectionName } from '@app/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import { canaryText } from '../canaries.js';
import { Caller } from './caller.js';
import type { LoadState } from './load-state.js';

interface TaskSeen {
  readonly taskId: string;
  readonly caseId: string;
  readonly procedureId: string;
  readonly status: string;
  readonly version: number;
  readonly held: string | null;
  readonly delivers: boolean;
}

type Step = readonly [action: string, body?: object];

const PAUSE_MS = 150;
const AT_ONCE = 4;
const ACTIONABLE = 'RECEIVED,IN_REVIEW,AT_CENTRE,DECIDED';

const ACCEPT: Step = ['decision', { outcome: 'accepted' }];
const REJECT: Step = ['decision', { outcome: 'rejected', reason: canaryText('reason') }];
const RETURN: Step = [
  'return',
  { items: [{ item: 'bank-account', note: canaryText('question') }] },
];

/** Works on a section's queue until working time ends: a few tasks of each look, each as its seed says. */
export async function officer(state: LoadState, section: SectionName): Promise<void> {
  const caller = new Caller(state.options.stack, `${section}-officer`);
  for (let turn = 0; state.working; turn += 1) {
    const path = `/v1/${section}/tasks?limit=100&status=${ACTIONABLE}`;
    const { outcome, body } = await caller.call(section, path);
    const tasks = outcome === 'accepted' ? (body as { items: TaskSeen[] }).items : [];
    for (const task of some(tasks, state, turn)) {
      if (!state.working) return;
      await handle(state, caller, section, task);
    }
    await delay(PAUSE_MS);
  }
}

function some(tasks: readonly TaskSeen[], state: LoadState, turn: number): readonly TaskSeen[] {
  const open = tasks.filter(({ held }) => held === null);
  const from = state.chanceOf('turn', turn).integer(0, Math.max(0, open.length - AT_ONCE));
  return open.slice(from, from + AT_ONCE);
}

/** One visit to the desk; whoever is refused (somebody was quicker, an answer got lost) sees the task again next time. */
async function handle(
  state: LoadState,
  caller: Caller,
  section: SectionName,
  task: TaskSeen,
): Promise<void> {
  let now = task;
  for (const [action, body = {}] of stepsOf(state, task)) {
    const answer = await caller.call(section, `/v1/${section}/tasks/${task.taskId}/${action}`, {
      method: 'POST',
      headers: { 'if-match': `"${now.version}"` },
      body,
    });
    const { outcome, code } = answer;
    const entry = { what: 'action', section, taskId: task.taskId, action, outcome, code } as const;
    if (outcome !== 'accepted') return state.options.log.write(entry);
    now = answer.body as TaskSeen;
    state.options.log.write({ ...entry, version: now.version, status: now.status });
  }
}

function stepsOf(state: LoadState, task: TaskSeen): readonly Step[] {
  const { caseId, procedureId, status, delivers } = task;
  if (status === 'DECIDED') return delivers ? [['delivery']] : [];
  const draw = state.chanceOfCase(caseId, procedureId).next();
  const end: Step[] = delivers ? [ACCEPT, ['delivery']] : [ACCEPT];
  // Whoever comes back from the centre, from the citizen, or from an answer that got lost, is accepted.
  if (status !== 'RECEIVED' || task.version > 1 || draw < 0.66) return [['claim'], ...end];
  if (draw < 0.8) return [['claim'], RETURN];
  if (draw < 0.84) return [['claim'], REJECT];
  if (draw < 0.92) return [['claim'], ['release'], ['claim'], ...end];
  return [['claim'], ['centre'], ['claim'], ...end];
}

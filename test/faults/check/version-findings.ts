import {
  SECTIONS,
  statusTopic,
  type CaseSnapshotData,
  type TaskChangedData,
  type TasksReceivedData,
} from '@app/contracts';
import type { Evidence } from './evidence.js';
import type { Finding } from './finding.js';
import { dataOf, typeOf, type TopicRecord } from './topics.js';

export const CASE_TOPIC = 'madoguchi.life-events.case.v1';
const STATUS_TOPICS = new Set(SECTIONS.map(statusTopic));

export type ToldTask = Pick<
  TaskChangedData,
  'taskId' | 'status' | 'version' | 'held' | 'returnedItems'
>;

/** What the sections said of each task, in the log's order. */
export function taskChanges(events: readonly TopicRecord[]): Map<string, ToldTask[]> {
  const changes = events.filter(({ topic }) => STATUS_TOPICS.has(topic)).flatMap(statesIn);
  return Map.groupBy(changes, ({ taskId }) => taskId);
}

function statesIn(event: TopicRecord): ToldTask[] {
  const type = typeOf(event);
  if (type.endsWith('.task-changed')) return [dataOf<TaskChangedData>(event)];
  if (!type.endsWith('.tasks-received')) return [];
  const { tasks } = dataOf<TasksReceivedData>(event);
  return tasks.map((task) => ({ ...task, held: null, returnedItems: [] }));
}

/** What life-events said of each case, in the log's order. */
export function snapshots(events: readonly TopicRecord[]): Map<string, CaseSnapshotData[]> {
  const said = events
    .filter(({ topic }) => topic === CASE_TOPIC)
    .map((event) => dataOf<CaseSnapshotData>(event));
  return Map.groupBy(said, ({ caseId }) => caseId);
}

/** Versions only grow: of tasks and cases in the topics, of tasks in their history, and in what citizens were shown. */
export function versions({ client, tables, events }: Evidence): Finding[] {
  const shown = client.filter((entry) => entry.what === 'seen');
  const history = tables.history.toSorted((a, b) => a.version - b.version);
  return [
    ...falls('task-version-backward', taskChanges(events), (a, b) => b.version > a.version),
    ...falls('case-version-backward', snapshots(events), (a, b) => b.version > a.version),
    ...falls(
      'status-shown-backward',
      // Two who ask at the same time may be answered in either order: each sees a line of its own.
      Map.groupBy(shown, ({ applicationId, reader }) => `${applicationId} reader ${reader}`),
      (a, b) => b.version >= a.version,
    ),
    ...falls(
      'history-with-a-hole',
      Map.groupBy(history, ({ task_id }) => task_id),
      (a, b) => b.version === a.version + 1,
    ),
  ];
}

function falls<T extends { readonly version: number }>(
  code: string,
  lines: ReadonlyMap<string, readonly T[]>,
  follows: (before: T, after: T) => boolean,
): Finding[] {
  return [...lines].flatMap(([name, line]) =>
    line.every((one, index) => index === 0 || follows(line[index - 1]!, one))
      ? []
      : [{ code, what: `${name}: ${line.map(({ version }) => version).join(' ')}` }],
  );
}

import { isDeepStrictEqual } from 'node:util';
import type { CaseSnapshotData, SnapshotTask } from '@app/contracts';
import type { Evidence } from './evidence.js';
import type { Finding } from './finding.js';
import type { TaskRow } from './tables.js';
import { snapshots, taskChanges, type ToldTask } from './version-findings.js';

/** The state of a task that everybody who knows of it must agree on. */
type TaskState = readonly [status: string, version: number, held: string | null, items: string];

const stateOfRow = ({ status, version, held, returned_items: items }: TaskRow): TaskState => [
  status,
  version,
  held,
  items.join(','),
];
const stateOf = ({ status, version, held, returnedItems }: StatedTask): TaskState => [
  status,
  version,
  held,
  returnedItems.join(','),
];
type StatedTask = Pick<SnapshotTask, 'status' | 'version' | 'held' | 'returnedItems'>;

/**
 * Five tellings of one truth: what the citizen reads, the last snapshot in the topic, life-events' tables, the
 * sections' tables, the last word of each section in its topic.
 */
export function models(evidence: Evidence): Finding[] {
  return [...cases(evidence), ...statuses(evidence), ...tasks(evidence)];
}

function lastSnapshots({ events }: Evidence): Map<string, CaseSnapshotData> {
  return new Map([...snapshots(events)].map(([caseId, said]) => [caseId, said.at(-1)!]));
}

function cases(evidence: Evidence): Finding[] {
  const said = lastSnapshots(evidence);
  return evidence.tables.cases.flatMap(({ id, application_id, status, version }) => {
    const last = said.get(id);
    const told = [last?.applicationId, last?.status, last?.version];
    return differing('case-unlike-its-events', id, [application_id, status, version], told);
  });
}

function statuses(evidence: Evidence): Finding[] {
  const said = lastSnapshots(evidence);
  const shown = new Map(evidence.tables.statuses.map((row) => [row.case_id, row]));
  const missing = [...said.keys()].filter((caseId) => !shown.has(caseId));
  return [
    ...missing.map((caseId) => ({ code: 'status-unlike-events', what: `${caseId}: none shown` })),
    ...[...shown].flatMap(([caseId, { version, status, snapshot }]) => {
      const last = said.get(caseId);
      if (last && version === last.version && status === last.status)
        return isDeepStrictEqual(snapshot, last)
          ? []
          : [{ code: 'status-unlike-events', what: `${caseId}: another snapshot` }];
      return differing(
        'status-unlike-events',
        caseId,
        [status, version],
        [last?.status, last?.version],
      );
    }),
  ];
}

function tasks(evidence: Evidence): Finding[] {
  const { tables } = evidence;
  const nameOf = ({ case_id, procedure_id, section }: TaskRow): string =>
    `${case_id} ${procedure_id} at ${section}`;
  const known = new Map(tables.caseTasks.map((row) => [nameOf(row), row]));
  const real = Map.groupBy(tables.tasks, nameOf);
  const told = new Tellings(evidence);
  return [...new Set([...known.keys(), ...real.keys()])].flatMap((name) => {
    const rows = real.get(name) ?? [];
    return rows.length > 1
      ? [{ code: 'task-doubled', what: name }]
      : told.differences(name, known.get(name), rows[0]);
  });
}

/** What the events tell of each task, beside the tables. */
class Tellings {
  readonly #inSnapshots: ReadonlyMap<string, SnapshotTask>;
  readonly #changes: ReadonlyMap<string, readonly ToldTask[]>;

  constructor(evidence: Evidence) {
    const shown = [...lastSnapshots(evidence).values()].flatMap(({ tasks: some }) => some);
    this.#inSnapshots = new Map(shown.map((task) => [task.taskId, task]));
    this.#changes = taskChanges(evidence.events);
  }

  differences(name: string, known?: TaskRow, task?: TaskRow): Finding[] {
    if (known === undefined || task?.id !== known.id)
      return [{ code: 'task-unlike-case', what: `${name}: ${known?.id} and ${task?.id}` }];
    const state = stateOfRow(task);
    const last = this.#changes.get(task.id)?.at(-1);
    const shown = this.#inSnapshots.get(task.id);
    return [
      ...differing('task-unlike-case', name, state, stateOfRow(known)),
      ...differing('task-unlike-events', name, state, last && stateOf(last)),
      ...differing('task-unlike-snapshot', name, state, shown && stateOf(shown)),
    ];
  }
}

function differing(code: string, name: string, one: readonly unknown[], other: unknown): Finding[] {
  if (isDeepStrictEqual([...one], other)) return [];
  return [{ code, what: `${name}: ${JSON.stringify(one)} and ${JSON.stringify(other)}` }];
}

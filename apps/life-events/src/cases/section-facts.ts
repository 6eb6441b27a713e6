import { isDeepStrictEqual } from 'node:util';
import type { Identity, OpenTasksSealed } from '@app/contracts';
import { factsFor } from '@app/procedures';
import type { Case, CaseTask, PlannedTask } from '../domain/case.js';
import type { CasePlan } from '../domain/plan-case.decision.js';
import type { FiledContent } from './filed-content.js';

type Facts = Record<string, unknown>;

/** The facts that the catalogue lists for the procedure, about the persons that it concerns, and the day of the event. */
function factsOfTask({ request }: FiledContent, { procedureId, persons }: PlannedTask): Facts {
  const facts = factsFor(procedureId, request.householdFacts, persons);
  return { eventDate: request.eventDate, ...facts };
}

function identitiesOf(filed: FiledContent, tasks: readonly PlannedTask[]): Identity[] {
  const named = new Set(tasks.flatMap(({ persons }) => persons));
  return filed.identities.filter(({ person }) => named.has(person));
}

/** Everything of the filing that a section may see of its tasks, and nothing else. */
export const factsForTasks = (
  filed: FiledContent,
  tasks: readonly CaseTask[],
): OpenTasksSealed => ({
  identities: identitiesOf(filed, tasks),
  facts: Object.fromEntries(tasks.map((task) => [task.taskId, factsOfTask(filed, task)])),
});

export const factsForTask = (
  filed: FiledContent,
  task: PlannedTask,
): { identities: Identity[]; facts: Facts } => ({
  identities: identitiesOf(filed, [task]),
  facts: factsOfTask(filed, task),
});

/** The procedures of the case whose section would now see something else. */
export function changedFacts(
  state: Case,
  plan: CasePlan,
  before: FiledContent,
  after: FiledContent,
): Set<string> {
  const planned = new Map(plan.tasks.map((task) => [task.procedureId, task]));
  const changed = state.tasks.filter(
    (task) =>
      !isDeepStrictEqual(
        factsForTask(before, task),
        factsForTask(after, planned.get(task.procedureId) ?? task),
      ),
  );
  return new Set(changed.map(({ procedureId }) => procedureId));
}

import { catalogueOrder } from './catalogue.js';
import type { DeterminedProcedure } from './determination.js';

/** Predecessors first; among those that may come next the earlier deadline (none last), then the catalogue's order. */
export function inOrder(procedures: readonly DeterminedProcedure[]): DeterminedProcedure[] {
  const waiting = [...procedures].sort(byDeadline);
  const present = new Set(waiting.map(({ procedureId }) => procedureId));
  const done = new Set<string>();
  const ordered: DeterminedProcedure[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ dependsOn }) =>
      dependsOn.every((id) => done.has(id) || !present.has(id)),
    );
    // The catalogue is checked to have no cycle, so somebody is always free.
    const [procedure] = waiting.splice(Math.max(next, 0), 1);
    if (procedure === undefined) break;
    done.add(procedure.procedureId);
    ordered.push(procedure);
  }
  return ordered;
}

function byDeadline(one: DeterminedProcedure, other: DeterminedProcedure): number {
  if (one.deadline !== other.deadline) {
    if (one.deadline === null) return 1;
    if (other.deadline === null) return -1;
    return one.deadline < other.deadline ? -1 : 1;
  }
  return catalogueOrder(one.procedureId) - catalogueOrder(other.procedureId);
}

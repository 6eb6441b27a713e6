import { procedure } from '../catalogue.js';
import type { DeterminationRequest, DeterminedProcedure } from '../determination.js';
import type { FactRef } from '../engine/maybe.js';
import { valueIn } from '../interview/interview.js';
import { keyOfFact } from '../questions.js';

/** A field of the forms of a case, with every procedure that needs it: filled in once. */
export interface FormItem extends FactRef {
  readonly known: boolean;
  readonly procedures: readonly string[];
}

/**
 * The form items of some procedures, each once: the facts that the catalogue lists for them, of the household and of
 * the persons named. What is not known and stands in no question is filled in by whoever files, not asked before.
 */
export function formItems(
  used: readonly DeterminedProcedure[],
  request: DeterminationRequest,
): FormItem[] {
  const items = new Map<string, FormItem & { procedures: string[] }>();
  for (const { procedureId, persons } of used) {
    for (const ref of itemsOf(procedureId, persons, request.eventDate)) {
      const key = keyOfFact(ref);
      const known = valueIn(request, ref) !== undefined;
      const item = items.get(key) ?? { ...ref, known, procedures: [] };
      item.procedures.push(procedureId);
      items.set(key, item);
    }
  }
  return [...items.values()];
}

function itemsOf(procedureId: string, persons: readonly string[], day: string): FactRef[] {
  const { person = [], household = [] } = procedure(procedureId, day).facts ?? {};
  return [
    ...household.map((fact) => ({ fact })),
    ...persons.flatMap((id) => person.map((fact) => ({ fact, person: id }))),
  ];
}

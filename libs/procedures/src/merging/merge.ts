import type { Determination, DeterminationRequest } from '../determination.js';
import { mergedDocuments, type MergedDocuments } from './documents.js';
import { formItems, type FormItem } from './form-items.js';
import { visitPlan, type Visit } from './visit-plan.js';

/** All procedures of a case put together: nothing is brought, filled in or travelled for twice. */
export interface MergedCase {
  readonly documents: MergedDocuments;
  readonly formItems: readonly FormItem[];
  readonly visits: readonly Visit[];
}

/**
 * Documents, form items and visits of what a determination requires; questions are merged in it already. Pure. What is
 * only offered, or still open, is not planned for: who chooses it sees its documents with the procedure.
 */
export function mergedCase(
  determination: Determination,
  request: DeterminationRequest,
): MergedCase {
  const required = determination.procedures.filter((one) => one.requirement === 'required');
  return {
    documents: mergedDocuments(required, determination),
    formItems: formItems(required, request),
    visits: visitPlan(determination, request),
  };
}

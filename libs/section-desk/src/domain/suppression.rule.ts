import { PROTECTED_WARD } from '@app/contracts';
import type { Task } from './task.js';
import data from './suppressed-procedures.json' with { type: 'json' };

/** Procedures by which an address is handed over. */
export const SUPPRESSED_PROCEDURES: readonly string[] = data.procedures;

/** Whether nobody may decide or deliver it: a certificate in a case that names a protected person (支援措置). */
export const isSuppressed = ({ ward, procedureId }: Pick<Task, 'ward' | 'procedureId'>): boolean =>
  ward === PROTECTED_WARD && SUPPRESSED_PROCEDURES.includes(procedureId);

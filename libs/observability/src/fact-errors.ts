import { fieldAt } from './field-at.js';
import type { FieldError } from './problem.error.js';

/** A fault in the facts of a request, as @app/procedures names it. */
export interface FactFault {
  /** JSON pointer (RFC 6901) into the request. */
  readonly pointer: string;
  readonly code: string;
  readonly detailJa: string;
  readonly detailEn: string;
  /** The known name that was probably meant. */
  readonly nearest?: string;
}

/** The faults as the errors of a problem: each with the path of its field, never with a value. */
export const factErrors = (faults: readonly FactFault[]): FieldError[] =>
  faults.map(({ pointer, code, detailJa, detailEn, nearest }) => {
    const hint = nearest === undefined ? '' : ` (→ ${nearest})`;
    return { field: fieldAt(pointer), code, message: `${detailJa} / ${detailEn}${hint}` };
  });

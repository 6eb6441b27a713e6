import { UnknownProcedureError, procedure, type Procedure } from '@app/procedures';

/** What officers read of a procedure instead of its id. */
export type ProcedureNames = Record<'procedureNameJa' | 'procedureNameEn', string>;
/** What officers look up in the catalogue while they work on it. */
export interface ProcedureReference {
  readonly documents: string[];
  readonly receptionCounter: string | null;
  readonly law: string | null;
}

/** A newer writer may send a procedure that this build's catalogue does not have: work on it goes on all the same. */
function known(id: string): Procedure | undefined {
  try {
    return procedure(id);
  } catch (error) {
    if (error instanceof UnknownProcedureError) return undefined;
    throw error;
  }
}

/** The names of the catalogue; for a procedure that it does not have, the id. */
export function procedureNames(id: string): ProcedureNames {
  const { nameJa, nameEn } = known(id) ?? { nameJa: id, nameEn: id };
  return { procedureNameJa: nameJa, procedureNameEn: nameEn };
}

export function procedureReference(id: string): ProcedureReference {
  const found = known(id);
  return {
    documents: [...(found?.documents ?? [])],
    receptionCounter: found?.receptionCounter ?? null,
    law: found?.law ?? null,
  };
}

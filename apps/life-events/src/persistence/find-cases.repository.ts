import type { CaseStatus, SectionName, TaskStatus } from '@app/contracts';
import type { Tx } from '@app/persistence';

export interface FoundCase {
  readonly caseId: string;
  readonly reference: string;
  readonly ward: string;
  readonly lifeEvent: string;
  readonly status: CaseStatus;
  readonly openedAt: Date;
  readonly tasks: readonly {
    readonly taskId: string;
    readonly section: SectionName;
    readonly procedureId: string;
    readonly status: TaskStatus;
  }[];
}

const TASKS = `
  SELECT coalesce(jsonb_agg(jsonb_build_object('taskId', t.id, 'section', t.section, 'procedureId', t.procedure_id,
    'status', t.status) ORDER BY t.position), '[]')
  FROM case_task AS t WHERE t.case_id = c.id`;

/** The newest first, of the wards that are open to the unit of work: row-level security hides the others. */
export async function findCasesOfPerson(
  tx: Tx,
  personIndex: readonly number[],
  limit: number,
): Promise<FoundCase[]> {
  return tx.query<FoundCase>(
    `SELECT c.id AS "caseId", c.reference, c.ward, c.life_event AS "lifeEvent", c.status, c.opened_at AS "openedAt",
       (${TASKS}) AS tasks
     FROM "case" AS c WHERE c.person_index && $1::bigint[] AND c.erased_at IS NULL
     ORDER BY c.opened_at DESC, c.id DESC LIMIT $2`,
    [personIndex, limit],
    'find-cases-of-person',
  );
}

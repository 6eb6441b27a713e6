import { CASE_STATUSES, type CaseStatus, type SectionName, type TaskStatus } from '@app/contracts';
import { RowCursor, type ServiceDatabase } from '@app/persistence';
import type { ExportFilter } from '../exports/case-export.js';

/** One case without anything by which it could be found again in the system. */
export interface ExportedCase {
  /** Of this export alone: nothing leads from it to the case, or to another export. */
  readonly pseudonym: string;
  readonly ward: string;
  readonly lifeEvent: string;
  /** In Tokyo, `YYYY-MM`: no day, as with ward and life event a day may be one household's. */
  readonly month: string;
  readonly ruleSet: string;
  readonly status: CaseStatus;
  readonly withdrawal: string;
  /** Whole days from filing to end; null while it is open. */
  readonly daysOpen: number | null;
  readonly tasks: readonly ExportedTask[];
  /** How many cases of the export share ward, life event and month. */
  readonly inCell: number;
}

export interface ExportedTask {
  readonly procedureId: string;
  readonly section: SectionName;
  readonly requirement: string;
  readonly visitRequired: boolean;
  readonly status: TaskStatus;
  readonly returned: boolean;
}

const BATCH = 500;

const CELLS = `
  SELECT c.*, to_char(c.opened_at AT TIME ZONE 'Asia/Tokyo', 'YYYY-MM') AS month,
    count(*) OVER (PARTITION BY c.ward, c.life_event, to_char(c.opened_at AT TIME ZONE 'Asia/Tokyo', 'YYYY-MM'))::int
      AS in_cell
  FROM "case" AS c
  WHERE c.status = ANY ($1) AND c.opened_at >= $2::date::timestamp AT TIME ZONE 'Asia/Tokyo'
    AND c.opened_at < ($3::date + 1)::timestamp AT TIME ZONE 'Asia/Tokyo'
    AND ($4::text IS NULL OR c.life_event = $4) AND c.erased_at IS NULL`;

const TASKS = `
  SELECT coalesce(jsonb_agg(jsonb_build_object('procedureId', t.procedure_id, 'section', t.section,
    'requirement', t.requirement, 'visitRequired', t.visit_required, 'status', t.status,
    'returned', cardinality(t.returned_items) > 0) ORDER BY t.position), '[]')
  FROM case_task AS t WHERE t.case_id = c.id`;

/** Sorted by the pseudonym: the order of opening would tell one filing of a day from the next. */
const EXPORT = `
  SELECT left(encode(sha256($5::bytea || uuid_send(c.id)), 'hex'), 32) AS pseudonym, c.ward,
    c.life_event AS "lifeEvent", c.month, c.rule_set AS "ruleSet", c.status, c.withdrawal,
    floor(extract(epoch FROM c.closed_at - c.submitted_at) / 86400)::int AS "daysOpen", (${TASKS}) AS tasks,
    c.in_cell AS "inCell"
  FROM (${CELLS}) AS c ORDER BY pseudonym`;

/**
 * Opens the rows of an export: of these wards and no others, so that what lies in the ward of protected persons is not in it.
 * @param salt random and kept nowhere
 */
export const openExport = (
  db: ServiceDatabase,
  wards: readonly string[],
  { from, to, lifeEvent }: ExportFilter,
  salt: Uint8Array,
): Promise<RowCursor<ExportedCase>> =>
  RowCursor.open(
    db,
    { role: 'api', wards },
    { sql: EXPORT, params: [CASE_STATUSES, from, to, lifeEvent, salt], batch: BATCH },
  );

import type { Tx } from '@app/persistence';
import type { AccessRow } from './access.js';

/** Neither time nor order are the writer's to give: `at`, `xid` and `seq` are not among them, nor among the rights. */
export const WRITTEN_COLUMNS = [
  ['actor', 'text'],
  ['role', 'text'],
  ['section', 'text'],
  ['wards', 'text[]'],
  ['purpose', 'text'],
  ['action', 'text'],
  ['case_id', 'uuid'],
  ['record_id', 'uuid'],
  ['data_kinds', 'text[]'],
  ['number_touched', 'boolean'],
  ['outcome', 'text'],
  ['reason', 'text'],
  ['attempts', 'integer'],
  ['request_id', 'text'],
] as const;

const NAMES = WRITTEN_COLUMNS.map(([name]) => name).join(', ');
const TYPED = WRITTEN_COLUMNS.map(([name, type]) => `${name} ${type}`).join(', ');

/** All rows in one statement, in their order. */
export async function insertAccesses(tx: Tx, accesses: readonly AccessRow[]): Promise<void> {
  if (accesses.length === 0) return;
  await tx.query(
    `INSERT INTO access_record (${NAMES}) SELECT ${NAMES} FROM jsonb_to_recordset($1::jsonb) AS access(${TYPED})`,
    [JSON.stringify(accesses.map(rowOf))],
    'insert-access-records',
  );
}

const rowOf = (access: AccessRow) => ({
  actor: access.actor,
  role: access.role,
  section: access.section,
  wards: access.wards,
  purpose: access.purpose,
  action: access.action,
  case_id: access.caseId ?? null,
  record_id: access.recordId ?? null,
  data_kinds: access.dataKinds,
  number_touched: access.numberTouched ?? false,
  outcome: access.outcome,
  reason: access.reason ?? null,
  attempts: access.attempts ?? 1,
  request_id: access.requestId,
});

import type { Tx } from '@app/persistence';

const OF_CASE = ['task', 'received_part', 'correction'];
const OF_TASK = ['task_note', 'task_history'];

const statements = [
  ...OF_CASE.map((table) => [
    table,
    `UPDATE ${table} AS kept SET ward = w.ward
     FROM unnest($1::uuid[], $2::text[]) AS w (case_id, ward) WHERE kept.case_id = w.case_id`,
  ]),
  ...OF_TASK.map((table) => [
    table,
    `UPDATE ${table} AS kept SET ward = w.ward
     FROM unnest($1::uuid[], $2::text[]) AS w (case_id, ward) JOIN task AS t USING (case_id)
     WHERE kept.task_id = t.id`,
  ]),
] as const;

/** Everything that is kept of these cases lies in these wards from now on. */
export async function changeWards(tx: Tx, wards: ReadonlyMap<string, string>): Promise<void> {
  if (wards.size === 0) return;
  const params = [[...wards.keys()], [...wards.values()]];
  for (const [table, sql] of statements) await tx.query(sql!, params, `change-ward-of-${table}`);
}

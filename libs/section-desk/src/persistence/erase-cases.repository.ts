import type { Tx } from '@app/persistence';

const OF_TASKS = 'task_id IN (SELECT id FROM task WHERE case_id = ANY ($1::uuid[]))';

/**
 * Leaves a tombstone of each task: its ids, procedure, ward and last state. Everything sealed goes, and what could lead
 * back to a person in clear: reference, persons, dates, codes that tell of facts, who acted.
 */
export async function eraseCases(tx: Tx, erasures: ReadonlyMap<string, string>): Promise<void> {
  if (erasures.size === 0) return;
  const cases = [...erasures.keys()];
  await Promise.all([
    tx.query(`DELETE FROM correction WHERE ${OF_TASKS}`, [cases]),
    tx.query(`DELETE FROM task_note WHERE ${OF_TASKS}`, [cases]),
    tx.query(`DELETE FROM task_history WHERE ${OF_TASKS}`, [cases]),
    tx.query('DELETE FROM received_part WHERE case_id = ANY ($1::uuid[])', [cases]),
    tx.query(
      `UPDATE task SET reference = '', rule_id = '', persons = '{}', returned_items = '{}', waits_for = '{}',
         deadline = NULL, no_loss_deadline = NULL, queue_date = 'infinity', held = NULL, final = true,
         erased_at = erasure.at
       FROM unnest($1::uuid[], $2::timestamptz[]) AS erasure (case_id, at)
       WHERE task.case_id = erasure.case_id`,
      [cases, [...erasures.values()]],
    ),
  ]);
}

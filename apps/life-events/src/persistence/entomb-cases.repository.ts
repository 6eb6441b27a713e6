import type { SectionName } from '@app/contracts';
import type { Tx } from '@app/persistence';

export interface DestroyedCase {
  readonly caseId: string;
  readonly keyCount: number;
}

export interface EntombedCase {
  readonly caseId: string;
  readonly applicationId: string;
  readonly awaited: readonly SectionName[];
}

/**
 * Leaves a tombstone of each case whose keys are destroyed: its ids, ward, life event, rule set, status and times. What was
 * filed, decided and found goes. Answers those for which this transaction did it.
 */
export async function entombCases(
  tx: Tx,
  destroyed: readonly DestroyedCase[],
  at: string,
): Promise<EntombedCase[]> {
  const cases = destroyed.map(({ caseId }) => caseId);
  const [entombed] = await Promise.all([
    tx.query<EntombedCase>(
      `UPDATE erasure SET state = 'erased', erased_at = $2, key_count = gone.keys
       FROM unnest($1::uuid[], $3::int[]) AS gone (id, keys), "case" AS c
       WHERE erasure.case_id = gone.id AND c.id = gone.id AND erasure.state = 'destroying'
       RETURNING erasure.case_id AS "caseId", c.application_id AS "applicationId", erasure.awaited`,
      [cases, at, destroyed.map(({ keyCount }) => keyCount)],
      'record-erasures',
    ),
    tx.query('DELETE FROM resolution WHERE case_id = ANY ($1::uuid[])', [cases]),
    tx.query('DELETE FROM filing WHERE case_id = ANY ($1::uuid[])', [cases]),
    tx.query('DELETE FROM case_task WHERE case_id = ANY ($1::uuid[])', [cases]),
    tx.query(
      `UPDATE "case" SET reference = '', person_index = '{}', chosen_procedures = '{}', referrals = '[]', offered = '{}', maybe = '{}',
         questions = '[]', automatic_effects = '{}', informational = '{}', erased_at = $2
       WHERE id = ANY ($1::uuid[]) AND erased_at IS NULL`,
      [cases, at],
      'entomb-cases',
    ),
  ]);
  return entombed;
}

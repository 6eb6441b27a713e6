import type { ProtectionChangedData } from '@app/contracts';
import type { Tx } from '@app/persistence';

/** Everybody's indexes who is protected now. */
export async function indexesInForce(tx: Tx): Promise<ReadonlySet<number>> {
  const rows = await tx.query<{ index: string }>(
    "SELECT unnest(person_index) AS index FROM protection WHERE effect = 'in-force'",
    [],
    'protections-in-force',
  );
  return new Set(rows.map(({ index }) => Number(index)));
}

/** Keeps the newest version of each. */
export async function saveProtections(
  tx: Tx,
  protections: readonly ProtectionChangedData[],
): Promise<void> {
  await tx.query(
    `INSERT INTO protection AS kept (id, version, effect, person_index)
     SELECT id, version, effect, person_index FROM jsonb_populate_recordset(null::protection, $1::jsonb)
     ON CONFLICT (id) DO UPDATE
       SET version = excluded.version, effect = excluded.effect, person_index = excluded.person_index
       WHERE kept.version < excluded.version`,
    [
      JSON.stringify(
        protections.map(({ protectionId: id, version, effect, personIndex }) => ({
          ...{ id, version, effect, person_index: personIndex },
        })),
      ),
    ],
    'save-protections',
  );
}

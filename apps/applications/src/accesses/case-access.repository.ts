import type { CaseAccessedData } from '@app/contracts';
import type { Tx } from '@app/persistence';
import { v7 as uuidV7 } from 'uuid';

export interface StoredCaseAccess {
  readonly id: string;
  readonly section: string | null;
  readonly role: string;
  readonly purpose: string;
  readonly action: string;
  readonly dataKinds: readonly string[];
  readonly times: number;
  /** UTC with microseconds: also the place in the order. */
  readonly firstAt: string;
  readonly lastAt: string;
}

export type AccessPlaceInList = Pick<StoredCaseAccess, 'firstAt' | 'id'>;

/** Adds to what is known of the same day; says nothing of a case whose application is not (or no longer) here. */
export async function keepAccesses(tx: Tx, told: readonly CaseAccessedData[]): Promise<void> {
  const rows = told.flatMap(({ caseId, accesses }) =>
    accesses.map((access) => ({ id: uuidV7(), caseId, ...access })),
  );
  await tx.query(
    `INSERT INTO case_access AS kept (id, case_id, day, section, role, purpose, action, data_kinds, times, first_at, last_at)
     SELECT min(n.id::text)::uuid, n."caseId", (n."firstAt" AT TIME ZONE 'Asia/Tokyo')::date AS day, n.section, n.role, n.purpose,
       n.action, n."dataKinds", sum(n.times)::int, min(n."firstAt"), max(n."lastAt")
     FROM jsonb_to_recordset($1::jsonb) AS n (id uuid, "caseId" uuid, section text, role text, purpose text, action text,
       "dataKinds" text[], times integer, "firstAt" timestamptz, "lastAt" timestamptz)
     WHERE EXISTS (SELECT FROM application AS a WHERE a.case_id = n."caseId")
     GROUP BY n."caseId", day, n.section, n.role, n.purpose, n.action, n."dataKinds"
     ON CONFLICT (case_id, day, section, role, purpose, action, data_kinds) DO UPDATE
       SET times = kept.times + excluded.times, first_at = least(kept.first_at, excluded.first_at),
           last_at = greatest(kept.last_at, excluded.last_at)`,
    [JSON.stringify(rows)],
    'keep-accesses',
  );
}

const MICROSECONDS = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** The newest first, and one more than asked for when there are more. */
export function listAccesses(
  tx: Tx,
  caseId: string,
  { after, limit }: { readonly after?: AccessPlaceInList | undefined; readonly limit: number },
): Promise<StoredCaseAccess[]> {
  return tx.query<StoredCaseAccess>(
    `SELECT id, section, role, purpose, action, data_kinds AS "dataKinds", times,
       ${MICROSECONDS('first_at')} AS "firstAt", ${MICROSECONDS('last_at')} AS "lastAt"
     FROM case_access WHERE case_id = $1
       AND (first_at, id) < (coalesce($2::timestamptz, 'infinity'), coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
     ORDER BY first_at DESC, id DESC LIMIT $4`,
    [caseId, after?.firstAt ?? null, after?.id ?? null, limit + 1],
    'list-accesses',
  );
}

export async function eraseAccesses(tx: Tx, caseIds: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM case_access WHERE case_id = ANY ($1::uuid[])', [caseIds]);
}

import type { UnitOfWork } from '@app/persistence';
import type { AccessRow } from '../record/access.js';
import { insertAccesses } from '../record/insert-accesses.js';
import { STORED_COLUMNS, type StoredAccess } from '../seal/stored-access.js';

/** Which records; at least one of the first three. */
export interface AccessQuery {
  readonly caseId?: string | undefined;
  /** The identity provider's id of somebody of the staff, or of whoever was refused. */
  readonly actor?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly limit: number;
}

/**
 * Records of access of one service, the newest first, and one more than asked for when there are more. The search is an
 * access itself: it is written down in the same transaction, or shows nothing.
 */
export function searchAccesses(
  uow: UnitOfWork,
  { caseId, actor, from, to, limit }: AccessQuery,
  search: AccessRow,
): Promise<StoredAccess[]> {
  return uow.run({ role: 'worker', keys: [] }, async (tx) => {
    const found = await tx.query<StoredAccess>(
      `SELECT ${STORED_COLUMNS} FROM access_record
       WHERE ($1::uuid IS NULL OR case_id = $1) AND ($2::text IS NULL OR (actor = $2 AND ${OF_STAFF}))
         AND access_record.at >= $3 AND access_record.at < $4
       ORDER BY access_record.at DESC, access_record.seq DESC LIMIT $5`,
      [caseId ?? null, actor ?? null, from ?? '-infinity', to ?? 'infinity', limit + 1],
    );
    await insertAccesses(tx, [search]);
    return found;
  });
}

/** Citizens' own accesses, and a machine's, are many and in no index of persons. */
const OF_STAFF = `role <> 'citizen' AND role <> 'service'`;

/** Writes down an access that no request of the service made, such as a search that was refused. */
export function recordAccess(uow: UnitOfWork, access: AccessRow): Promise<void> {
  return uow.run({ role: 'worker', keys: [] }, (tx) => insertAccesses(tx, [access]));
}

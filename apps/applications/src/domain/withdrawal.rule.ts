import type { CaseSnapshotData } from '@app/contracts';

export type WithdrawalRefusal = 'already-ended' | 'withdrawal-already-requested';

/** A citizen may ask once, as long as the case has not ended; what becomes of it the sections decide. */
export function refusalOfWithdrawal(
  snapshot: CaseSnapshotData | null,
  requestedAt: Date | null,
): WithdrawalRefusal | undefined {
  if (snapshot !== null && ['CLOSED', 'WITHDRAWN'].includes(snapshot.status))
    return 'already-ended';
  return requestedAt === null ? undefined : 'withdrawal-already-requested';
}

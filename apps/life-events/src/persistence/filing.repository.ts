import type { Tx } from '@app/persistence';
import type { FilingPart } from './load-cases.repository.js';

export interface ReceivedFiling extends FilingPart {
  readonly caseId: string;
  readonly receivedAt: string;
}

/** Keeps what was received as it was received, all parts of a chunk in one statement. */
export async function insertFilings(tx: Tx, filings: readonly ReceivedFiling[]): Promise<void> {
  if (filings.length === 0) return;
  await tx.query(
    `INSERT INTO filing (case_id, sequence, type, jwe, brings_request, brings_identities, received_at)
     SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::boolean[], $6::boolean[], $7::timestamptz[])`,
    [
      filings.map(({ caseId }) => caseId),
      filings.map(({ sequence }) => sequence),
      filings.map(({ type }) => type),
      filings.map(({ jwe }) => jwe),
      filings.map(({ bringsRequest }) => bringsRequest),
      filings.map(({ bringsIdentities }) => bringsIdentities),
      filings.map(({ receivedAt }) => receivedAt),
    ],
    'insert-filings',
  );
}

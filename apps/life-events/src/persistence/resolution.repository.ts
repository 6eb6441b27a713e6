import type { Tx } from '@app/persistence';
import type { ResolutionDecision } from '../domain/case-event.js';

export interface ResolutionRecord {
  readonly id: string;
  readonly caseId: string;
  readonly taskId: string;
  readonly ward: string;
  readonly caseVersion: number;
  readonly decision: ResolutionDecision;
  /** Sealed: an officer's free words may name a person. */
  readonly reason: string;
  readonly decidedBy: string;
  readonly createdAt: string;
}

export async function insertResolution(tx: Tx, record: ResolutionRecord): Promise<void> {
  const { id, caseId, taskId, ward, caseVersion, decision, reason, decidedBy, createdAt } = record;
  await tx.query(
    `INSERT INTO resolution (id, case_id, task_id, ward, case_version, decision, reason, decided_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, caseId, taskId, ward, caseVersion, decision, reason, decidedBy, createdAt],
    'insert-resolution',
  );
}

import type { Tx } from '@app/persistence';

/** Who decided what, and why: nothing that changes what was delivered happens without it. */
export interface Decision {
  readonly by: string;
  readonly reason: string;
}

export interface DecisionSubject {
  readonly action: string;
  readonly rows: number;
  readonly consumer?: string | undefined;
  readonly topic?: string | undefined;
  readonly partition?: number | undefined;
  readonly key?: string | undefined;
  readonly sequence?: number | undefined;
  readonly eventId?: string | undefined;
}

/** In the transaction that carries the decision out. */
export async function recordDecision(
  tx: Pick<Tx, 'query'>,
  { by, reason }: Decision,
  subject: DecisionSubject,
): Promise<void> {
  await tx.query(
    `INSERT INTO delivery_decision
       (decided_by, reason, action, consumer, topic, partition, key, sequence, event_id, rows)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      by,
      reason,
      subject.action,
      subject.consumer ?? null,
      subject.topic ?? null,
      subject.partition ?? null,
      subject.key ?? null,
      subject.sequence ?? null,
      subject.eventId ?? null,
      subject.rows,
    ],
  );
}

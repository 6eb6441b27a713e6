import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** An interview; what was said in it is sealed by life-events for itself. */
@Entity({ name: 'interview' })
@Unique('interview_subject_key', ['subject', 'idempotencyKey'])
export class InterviewEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  subject!: string;

  @Column('text', { name: 'idempotency_key' })
  idempotencyKey!: string;

  @Column('boolean', { name: 'by_officer' })
  byOfficer!: boolean;

  @Column('text')
  ward!: string;

  @Column('integer')
  version!: number;

  @Column('text')
  state!: string;

  @Column({ type: 'timestamptz', name: 'changed_at', precision: 3 })
  changedAt!: Date;

  @Index('interview_expires_at_idx')
  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3 })
  expiresAt!: Date;

  /** When it was warned that it expires; an answer takes the warning back. */
  @Column({ type: 'timestamptz', name: 'warned_at', precision: 3, nullable: true })
  warnedAt!: Date | null;
}

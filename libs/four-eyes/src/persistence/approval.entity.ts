import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What two people decide. Holds ids, codes and subs of staff, and nothing of a citizen. */
@Entity({ name: 'approval' })
@Index('approval_open_key', ['act', 'subjectId'], {
  unique: true,
  where: "(state = ANY (ARRAY['REQUESTED'::text, 'APPROVED'::text]))",
})
@Check('approval_act_known', 'act')
@Check('approval_state_known', 'state')
@Check('approval_two_people', 'approved_by <> requested_by')
@Check('approval_given', 'approved_by')
export class ApprovalEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  act!: string;

  @Column('text', { name: 'subject_id' })
  subjectId!: string;

  @Column('text')
  ward!: string;

  @Column('text')
  reason!: string;

  @Column('text')
  state!: string;

  @Column('text', { name: 'requested_by' })
  requestedBy!: string;

  @Column({ type: 'timestamptz', name: 'requested_at', precision: 3 })
  requestedAt!: Date;

  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3 })
  expiresAt!: Date;

  @Column('text', { name: 'approved_by', nullable: true })
  approvedBy!: string | null;

  @Column({ type: 'timestamptz', name: 'approved_at', precision: 3, nullable: true })
  approvedAt!: Date | null;

  @Column('text', { name: 'refused_by', nullable: true })
  refusedBy!: string | null;

  @Column({ type: 'timestamptz', name: 'refused_at', precision: 3, nullable: true })
  refusedAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'done_at', precision: 3, nullable: true })
  doneAt!: Date | null;
}

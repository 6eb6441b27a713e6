import type { CaseStatus, SnapshotOpenQuestion, SnapshotReferral } from '@app/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A case (案件): the bundle that one application opens, with everything that the determination left on it. */
@Entity({ name: 'case' })
@Index('case_status_idx', ['status', 'openedAt', 'id'])
export class CaseEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'application_id', unique: true })
  applicationId!: string;

  @Column('text')
  reference!: string;

  @Column('text')
  ward!: string;

  @Column('text', { name: 'life_event' })
  lifeEvent!: string;

  /** Pinned at the opening. */
  @Column('text', { name: 'rule_set' })
  ruleSet!: string;

  @Column('date', { name: 'intake_date' })
  intakeDate!: string;

  @Column('text', { name: 'chosen_procedures', array: true })
  chosenProcedures!: string[];

  @Column({ type: 'timestamptz', name: 'submitted_at', precision: 3 })
  submittedAt!: Date;

  @Column('text')
  status!: CaseStatus;

  @Column('text')
  withdrawal!: string;

  /** Grows by one with every snapshot. */
  @Column('integer')
  version!: number;

  @Column('jsonb')
  referrals!: SnapshotReferral[];

  @Column('text', { array: true })
  offered!: string[];

  @Column('text', { array: true })
  maybe!: string[];

  @Column('jsonb')
  questions!: SnapshotOpenQuestion[];

  @Column('text', { name: 'automatic_effects', array: true })
  automaticEffects!: string[];

  @Column('text', { array: true })
  informational!: string[];

  @Column({ type: 'timestamptz', name: 'opened_at', precision: 3 })
  openedAt!: Date;

  @Column({ type: 'timestamptz', name: 'changed_at', precision: 3 })
  changedAt!: Date;

  @Column({ type: 'timestamptz', name: 'closed_at', precision: 3, nullable: true })
  closedAt!: Date | null;
}

import type { CaseStatus, SnapshotOpenQuestion, SnapshotReferral } from '@app/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A case (案件): the bundle that one application opens, with everything that the determination left on it. */
@Entity({ name: 'case' })
@Index('case_status_idx', ['status', 'openedAt', 'id'])
@Index('case_unclassified_idx', ['closedAt', 'id'], {
  where: '((closed_at IS NOT NULL) AND (document_class IS NULL))',
})
@Index('case_retention_idx', ['documentClass', 'closedAt', 'id'], {
  where: '((document_class IS NOT NULL) AND (erased_at IS NULL))',
})
// GIN, which TypeORM cannot say.
@Index('case_person_index_idx', { synchronize: false })
export class CaseEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'application_id', unique: true })
  applicationId!: string;

  @Column('text')
  reference!: string;

  @Column('text')
  ward!: string;

  /** Blind indexes (libs/privacy) of everybody whom the filing names. Whole numbers below 2^48. */
  @Column('bigint', { name: 'person_index', array: true, default: [] })
  personIndex!: string[];

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

  /** How long it is kept (文書分類); found once it has ended. */
  @Column('text', { name: 'document_class', nullable: true })
  documentClass!: string | null;

  /** Its keys were destroyed: this row is a tombstone, and what hung on it is gone. */
  @Column({ type: 'timestamptz', name: 'erased_at', precision: 3, nullable: true })
  erasedAt!: Date | null;
}

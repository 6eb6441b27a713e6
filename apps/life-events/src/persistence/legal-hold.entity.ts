import {
  Check,
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  Unique,
  type Relation,
} from 'typeorm';
import type { LegalHoldReason } from '../domain/legal-hold.js';
import { CaseEntity } from './case.entity.js';

/** Why a case may not be erased (消去の停止), and until when that was so. A case may have several. */
@Entity({ name: 'legal_hold' })
@Unique('legal_hold_key', ['placedBy', 'idempotencyKey'])
@Check('legal_hold_two_people', 'release_approved_by')
@Check('legal_hold_release_complete', 'released_at')
@Index('legal_hold_open_idx', ['case'], { where: '(released_at IS NULL)' })
export class LegalHoldEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ManyToOne(() => CaseEntity, { nullable: false })
  @JoinColumn({ name: 'case_id', foreignKeyConstraintName: 'legal_hold_case_id_fkey' })
  case!: Relation<CaseEntity>;

  @Column('text')
  reason!: LegalHoldReason;

  @Column('text', { name: 'placed_by' })
  placedBy!: string;

  @Column({ type: 'timestamptz', name: 'placed_at', precision: 3 })
  placedAt!: Date;

  @Column('text', { name: 'released_by', nullable: true })
  releasedBy!: string | null;

  @Column({ type: 'timestamptz', name: 'released_at', precision: 3, nullable: true })
  releasedAt!: Date | null;

  /** What its client made, so that a repeated request places no second hold. */
  @Column('text', { name: 'idempotency_key' })
  idempotencyKey!: string;

  @Column('text', { name: 'release_approved_by', nullable: true })
  releaseApprovedBy!: string | null;

  @Column('uuid', { name: 'release_approval_id', nullable: true })
  releaseApprovalId!: string | null;
}

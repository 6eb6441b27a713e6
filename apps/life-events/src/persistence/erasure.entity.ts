import type { SectionName } from '@app/contracts';
import {
  Check,
  Column,
  Entity,
  Index,
  JoinColumn,
  OneToOne,
  PrimaryColumn,
  type Relation,
} from 'typeorm';
import type { ErasureCause, ErasureState } from '../domain/erasure.js';
import { CaseEntity } from './case.entity.js';

/** The record of an erasure (消去記録), from its order on; it stays for good and names nobody but who decided. */
@Entity({ name: 'erasure' })
@Check('erasure_state_known', 'state')
@Check('erasure_cause_known', 'cause')
@Check('erasure_decision_complete', 'approval_id')
@Index('erasure_open_idx', ['orderedAt', 'caseId'], { where: "(state <> 'erased'::text)" })
export class ErasureEntity {
  @PrimaryColumn('uuid', { name: 'case_id' })
  caseId!: string;

  @OneToOne(() => CaseEntity, { nullable: false })
  @JoinColumn({ name: 'case_id', foreignKeyConstraintName: 'erasure_case_id_fkey' })
  case!: Relation<CaseEntity>;

  @Column('text')
  state!: ErasureState;

  @Column('text')
  cause!: ErasureCause;

  @Column('text', { name: 'document_class' })
  documentClass!: string;

  /** The first day on which its class let it be erased. */
  @Column('date', { name: 'due_on' })
  dueOn!: string;

  @Column('text', { array: true })
  awaited!: SectionName[];

  @Column('text', { array: true })
  received!: SectionName[];

  @Column('text', { name: 'ordered_by' })
  orderedBy!: string;

  /** The approval by a second person where it was decided. */
  @Column('uuid', { name: 'approval_id', nullable: true })
  approvalId!: string | null;

  @Column({ type: 'timestamptz', name: 'ordered_at', precision: 3 })
  orderedAt!: Date;

  @Column({ type: 'timestamptz', name: 'erased_at', precision: 3, nullable: true })
  erasedAt!: Date | null;

  @Column('integer', { name: 'key_count', nullable: true })
  keyCount!: number | null;
}

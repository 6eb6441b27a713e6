import type { TaskStatus } from '@app/contracts';
import {
  Check,
  Column,
  Entity,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  Unique,
  type Relation,
} from 'typeorm';
import { CaseEntity } from './case.entity.js';

/** A task (所管課タスク) as life-events knows it: the plan, what the section last said, what it was ordered. */
@Entity({ name: 'case_task' })
@Unique('case_task_case_procedure_key', ['case', 'procedureId'])
@Check('case_task_note_complete', '(note IS NULL) = (note_sequence IS NULL)')
export class CaseTaskEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ManyToOne(() => CaseEntity, { nullable: false })
  @JoinColumn({ name: 'case_id', foreignKeyConstraintName: 'case_task_case_id_fkey' })
  case!: Relation<CaseEntity>;

  @Column('smallint')
  position!: number;

  @Column('text')
  ward!: string;

  @Column('text', { name: 'procedure_id' })
  procedureId!: string;

  @Column('text')
  section!: string;

  @Column('text', { name: 'rule_id' })
  ruleId!: string;

  @Column('text', { array: true })
  persons!: string[];

  @Column('text')
  requirement!: string;

  @Column('text')
  filing!: string;

  @Column('boolean', { name: 'visit_required' })
  visitRequired!: boolean;

  @Column('text', { name: 'visit_basis' })
  visitBasis!: string;

  @Column('date', { nullable: true })
  deadline!: string | null;

  @Column('text', { name: 'deadline_rule' })
  deadlineRule!: string;

  @Column('date', { name: 'no_loss_deadline', nullable: true })
  noLossDeadline!: string | null;

  @Column('boolean')
  delivers!: boolean;

  @Column('text', { name: 'depends_on', array: true })
  dependsOn!: string[];

  @Column('text')
  status!: TaskStatus;

  @Column('integer')
  version!: number;

  @Column('text', { name: 'returned_items', array: true })
  returnedItems!: string[];

  /** What the officer wrote for the citizen, sealed by the section. */
  @Column('text', { nullable: true })
  note!: string | null;

  @Column('bigint', { name: 'note_sequence', nullable: true })
  noteSequence!: string | null;

  @Column('boolean')
  released!: boolean;

  @Column('text', { nullable: true })
  held!: string | null;

  @Column('text', { array: true })
  waived!: string[];

  @Column('text', { name: 'withdraw_reason', nullable: true })
  withdrawReason!: string | null;

  @Column('boolean', { name: 'withdrawal_refused' })
  withdrawalRefused!: boolean;
}

import {
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
} from 'typeorm';
import { CaseEntity } from './case.entity.js';
import { CaseTaskEntity } from './case-task.entity.js';

/** What a supervisor decided about a held task, and why; the reason is sealed by life-events for itself. */
@Entity({ name: 'resolution' })
@Index('resolution_case_id_idx', ['case'])
export class ResolutionEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ManyToOne(() => CaseEntity, { nullable: false })
  @JoinColumn({ name: 'case_id', foreignKeyConstraintName: 'resolution_case_id_fkey' })
  case!: Relation<CaseEntity>;

  @ManyToOne(() => CaseTaskEntity, { nullable: false })
  @JoinColumn({ name: 'task_id', foreignKeyConstraintName: 'resolution_task_id_fkey' })
  task!: Relation<CaseTaskEntity>;

  @Column('text')
  ward!: string;

  /** The version that the resolution made. */
  @Column('integer', { name: 'case_version' })
  caseVersion!: number;

  @Column('text')
  decision!: string;

  @Column('text')
  reason!: string;

  @Column('text', { name: 'decided_by' })
  decidedBy!: string;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt!: Date;
}

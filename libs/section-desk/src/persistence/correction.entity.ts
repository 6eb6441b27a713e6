import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { TaskEntity } from './task.entity.js';

/** A correction (補正) of a task: which items it answers, and where its sealed part lies. */
@Entity({ name: 'correction' })
export class CorrectionEntity {
  @PrimaryColumn('uuid', { name: 'task_id' })
  @ForeignKey(() => TaskEntity, { name: 'correction_task_id_fkey' })
  taskId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'case_id' })
  caseId!: string;

  @Column('text')
  ward!: string;

  @Column('integer')
  sequence!: number;

  @Column('text', { array: true })
  items!: string[];

  /** The task's version once the correction was there. */
  @Column('integer')
  version!: number;

  @Column({ type: 'timestamptz', name: 'received_at', precision: 3 })
  receivedAt!: Date;
}

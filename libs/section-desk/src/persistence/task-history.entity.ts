import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { TaskEntity } from './task.entity.js';

/** One change of a task: who, when, from what to what. Codes only. */
@Entity({ name: 'task_history' })
export class TaskHistoryEntity {
  @PrimaryColumn('uuid', { name: 'task_id' })
  @ForeignKey(() => TaskEntity, { name: 'task_history_task_id_fkey' })
  taskId!: string;

  @PrimaryColumn('integer')
  version!: number;

  @Column('text')
  ward!: string;

  @Column('text')
  action!: string;

  /** The officer's `sub`, or `life-events`. */
  @Column('text')
  actor!: string;

  @Column('text', { name: 'from_status', nullable: true })
  fromStatus!: string | null;

  @Column('text', { name: 'to_status' })
  toStatus!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  at!: Date;
}

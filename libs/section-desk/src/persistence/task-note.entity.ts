import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { TaskEntity } from './task.entity.js';

/** What an officer wrote with the change to `version`, sealed by this section. */
@Entity({ name: 'task_note' })
export class TaskNoteEntity {
  @PrimaryColumn('uuid', { name: 'task_id' })
  @ForeignKey(() => TaskEntity, { name: 'task_note_task_id_fkey' })
  taskId!: string;

  @PrimaryColumn('integer')
  version!: number;

  @Column('text')
  ward!: string;

  /** Codes of the items that were returned. */
  @Column('text', { array: true })
  items!: string[];

  @Column('text')
  jwe!: string;
}

import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
} from 'typeorm';
import { ApplicationEntity } from './application.entity.js';

/** A correction (補正) that a citizen sent; `content` is sealed as it went to life-events. */
@Entity({ name: 'correction' })
export class CorrectionEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Index('correction_application_id_idx')
  @Column('uuid', { name: 'application_id' })
  applicationId!: string;

  @ManyToOne(() => ApplicationEntity)
  @JoinColumn({
    name: 'application_id',
    foreignKeyConstraintName: 'correction_application_id_fkey',
  })
  application!: ApplicationEntity;

  @Column('text')
  content!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}

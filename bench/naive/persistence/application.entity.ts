import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity({ name: 'application' })
@Index(['subject', 'idempotencyKey'], { unique: true })
export class ApplicationEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'case_id', unique: true })
  caseId!: string;

  @Column('text')
  reference!: string;

  @Column('text')
  subject!: string;

  @Column('text', { name: 'idempotency_key' })
  idempotencyKey!: string;

  @Column('text')
  ward!: string;

  @Column('text', { name: 'life_event' })
  lifeEvent!: string;

  @Column('jsonb')
  filing!: object;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}

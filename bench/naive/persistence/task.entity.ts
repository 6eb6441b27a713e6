import type { Identity } from '@app/contracts';
import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity({ name: 'task' })
export class TaskEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Index()
  @Column('uuid', { name: 'case_id' })
  caseId!: string;

  @Column('text')
  reference!: string;

  @Column('text')
  ward!: string;

  @Column('text', { name: 'procedure_id' })
  procedureId!: string;

  @Column('text', { name: 'rule_id' })
  ruleId!: string;

  @Column('text', { array: true })
  persons!: string[];

  @Column('text')
  requirement!: string;

  @Index()
  @Column('date', { nullable: true })
  deadline!: string | null;

  @Column('text', { name: 'depends_on', array: true })
  dependsOn!: string[];

  @Column('jsonb')
  identities!: readonly Identity[];

  @Column('jsonb')
  facts!: object;

  @Column('text')
  status!: string;

  @Column('int')
  version!: number;

  @CreateDateColumn({ name: 'received_at', type: 'timestamptz' })
  receivedAt!: Date;
}

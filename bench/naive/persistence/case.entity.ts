import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'case' })
export class CaseEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'application_id', unique: true })
  applicationId!: string;

  @Column('text')
  reference!: string;

  @Column('text')
  ward!: string;

  @Column('text', { name: 'rule_set' })
  ruleSet!: string;

  @Column('text')
  status!: string;

  @Column('int')
  version!: number;

  @Column('jsonb')
  filing!: object;

  @CreateDateColumn({ name: 'opened_at', type: 'timestamptz' })
  openedAt!: Date;
}

import type { SectionName } from '@app/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity({ name: 'case_task' })
@Index(['caseId', 'procedureId'], { unique: true })
export class CaseTaskEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'case_id' })
  caseId!: string;

  @Column('text', { name: 'procedure_id' })
  procedureId!: string;

  @Column('text')
  section!: SectionName;

  @Column('text', { name: 'rule_id' })
  ruleId!: string;

  @Column('text', { array: true })
  persons!: string[];

  @Column('text')
  requirement!: string;

  @Column('date', { nullable: true })
  deadline!: string | null;

  @Column('text', { name: 'depends_on', array: true })
  dependsOn!: string[];

  @Column('text')
  status!: string;

  @Column('int')
  version!: number;
}

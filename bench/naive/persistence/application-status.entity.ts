import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CaseSnapshot } from '../messages.js';

/** What the citizen sees of a case. */
@Entity({ name: 'application_status' })
export class ApplicationStatusEntity {
  @PrimaryColumn('uuid', { name: 'application_id' })
  applicationId!: string;

  @Column('uuid', { name: 'case_id' })
  caseId!: string;

  @Column('int')
  version!: number;

  @Column('text')
  status!: string;

  @Column('jsonb')
  snapshot!: CaseSnapshot;
}

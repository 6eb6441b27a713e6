import type { CaseSnapshotData } from '@app/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The read model that the citizen's status is answered from: the last snapshot of the case. */
@Entity({ name: 'application_status' })
export class ApplicationStatusEntity {
  @PrimaryColumn('uuid', { name: 'application_id' })
  applicationId!: string;

  @Column('uuid', { name: 'case_id' })
  caseId!: string;

  @Column('integer')
  version!: number;

  @Column('text')
  status!: string;

  @Column('jsonb')
  snapshot!: CaseSnapshotData;

  /** What officers wrote for the citizen, sealed as it was received. */
  @Column('text', { nullable: true })
  notes!: string | null;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;
}

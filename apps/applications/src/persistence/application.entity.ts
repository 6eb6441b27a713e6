import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** An application (申請): what was filed. `filing` is the sealed part as it was sent to life-events. */
@Entity({ name: 'application' })
export class ApplicationEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'case_id', unique: true })
  caseId!: string;

  @Column('text', { unique: true })
  reference!: string;

  /** The `sub` of the citizen's token. */
  @Column('text')
  subject!: string;

  @Column('text')
  ward!: string;

  @Column('text', { name: 'life_event' })
  lifeEvent!: string;

  @Column('date', { name: 'intake_date' })
  intakeDate!: string;

  @Column('text')
  filing!: string;

  @Column('timestamptz', { name: 'withdrawal_requested_at', nullable: true })
  withdrawalRequestedAt!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}

import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** Who asked for which bulk export. What was in it is stored nowhere. */
@Entity({ name: 'case_export' })
@Unique('case_export_key', ['requestedBy', 'idempotencyKey'])
@Index('case_export_approval_id_idx', ['approvalId'], { unique: true })
export class CaseExportEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'approval_id' })
  approvalId!: string;

  @Column('text')
  ward!: string;

  @Column('text', { name: 'requested_by' })
  requestedBy!: string;

  @Column('text', { name: 'idempotency_key' })
  idempotencyKey!: string;

  @Column('date', { name: 'from_day' })
  fromDay!: string;

  @Column('date', { name: 'to_day' })
  toDay!: string;

  @Column('text', { name: 'of_ward', nullable: true })
  ofWard!: string | null;

  @Column('text', { name: 'life_event', nullable: true })
  lifeEvent!: string | null;

  @Column({ type: 'timestamptz', name: 'requested_at', precision: 3 })
  requestedAt!: Date;
}

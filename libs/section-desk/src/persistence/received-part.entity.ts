import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A sealed part exactly as life-events sent it; (case, sequence) names its command. */
@Entity({ name: 'received_part' })
export class ReceivedPartEntity {
  @PrimaryColumn('uuid', { name: 'case_id' })
  caseId!: string;

  @PrimaryColumn('integer')
  sequence!: number;

  @Column('text')
  type!: string;

  @Column('text')
  ward!: string;

  @Column('text')
  jwe!: string;

  @Column({ type: 'timestamptz', name: 'received_at', precision: 3 })
  receivedAt!: Date;
}

import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { CaseEntity } from './case.entity.js';

/** A sealed part of an application's event as it was received, under the numbers with which it can be opened. */
@Entity({ name: 'filing' })
export class FilingEntity {
  @PrimaryColumn('uuid', { name: 'case_id' })
  caseId!: string;

  @ManyToOne(() => CaseEntity, { nullable: false })
  @JoinColumn({ name: 'case_id', foreignKeyConstraintName: 'filing_case_id_fkey' })
  case!: Relation<CaseEntity>;

  @PrimaryColumn('bigint')
  sequence!: string;

  @Column('text')
  type!: string;

  @Column('text')
  jwe!: string;

  @Column('boolean', { name: 'brings_request' })
  bringsRequest!: boolean;

  @Column('boolean', { name: 'brings_identities' })
  bringsIdentities!: boolean;

  @Column({ type: 'timestamptz', name: 'received_at', precision: 3 })
  receivedAt!: Date;
}

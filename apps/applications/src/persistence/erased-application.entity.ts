import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is left of an application whose case was erased: enough to tell its owner so, and nobody else anything. */
@Entity({ name: 'erased_application' })
export class ErasedApplicationEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'case_id', unique: true })
  caseId!: string;

  /** HMAC of application and owner under a key of this service: it confirms who asks, and leads to nobody. */
  @Column('bytea')
  owner!: Buffer;

  @Column('timestamptz', { name: 'erased_at' })
  erasedAt!: Date;
}

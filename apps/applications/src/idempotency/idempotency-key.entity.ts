import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** A key that a client used. It holds no personal data: the fingerprint is an HMAC of the canonical body. */
@Entity({ name: 'idempotency_key' })
export class IdempotencyKeyEntity {
  @PrimaryColumn('text')
  subject!: string;

  @PrimaryColumn('text')
  key!: string;

  @Column('bytea')
  fingerprint!: Buffer;

  @Column('uuid', { name: 'application_id' })
  applicationId!: string;

  @Index('idempotency_key_created_at_idx', { type: 'brin' })
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}

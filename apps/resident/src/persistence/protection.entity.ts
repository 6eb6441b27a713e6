import type { ProtectionEffect, ProtectionKind } from '@app/contracts';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** A protection (支援措置) in the register. Whom it protects and where they live lies in `content`, sealed. */
@Entity({ name: 'protection' })
@Unique('protection_request_key', ['enteredBy', 'idempotencyKey'])
@Check('protection_effect_known', 'effect')
@Check('protection_hidden', 'ward')
@Index('protection_review_idx', ['endsOn', 'id'])
// GIN, which TypeORM cannot say.
@Index('protection_person_index_idx', { synchronize: false })
export class ProtectionEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  ward!: string;

  @Column('integer')
  version!: number;

  @Column('text')
  effect!: ProtectionEffect;

  @Column('text', { array: true })
  kinds!: ProtectionKind[];

  @Column('date', { name: 'starts_on' })
  startsOn!: string;

  @Column('date', { name: 'ends_on' })
  endsOn!: string;

  @Column('bigint', { name: 'person_index', array: true })
  personIndex!: string[];

  @Column('integer', { name: 'content_version' })
  contentVersion!: number;

  @Column('text')
  content!: string;

  @Column('text', { name: 'entered_by' })
  enteredBy!: string;

  @Column('text', { name: 'idempotency_key' })
  idempotencyKey!: string;

  @Column({ type: 'timestamptz', name: 'entered_at', precision: 3 })
  enteredAt!: Date;

  @Column({ type: 'timestamptz', name: 'changed_at', precision: 3 })
  changedAt!: Date;
}

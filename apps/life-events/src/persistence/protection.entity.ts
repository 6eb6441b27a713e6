import type { ProtectionEffect } from '@app/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A protection (支援措置) as the resident section last said it; it names nobody. */
@Entity({ name: 'protection' })
// GIN, which TypeORM cannot say.
@Index('protection_person_index_idx', { synchronize: false })
export class ProtectionEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('integer')
  version!: number;

  @Column('text')
  effect!: ProtectionEffect;

  @Column('bigint', { name: 'person_index', array: true })
  personIndex!: string[];

  /** Whether every case that it concerns lies where it belongs. */
  @Column('boolean')
  applied!: boolean;
}

import type { ProtectionEffect } from '@app/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A protection (支援措置) as the resident section last said it; it names nobody. */
@Entity({ name: 'protection' })
export class ProtectionEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('integer')
  version!: number;

  @Column('text')
  effect!: ProtectionEffect;

  @Column('bigint', { name: 'person_index', array: true })
  personIndex!: string[];
}

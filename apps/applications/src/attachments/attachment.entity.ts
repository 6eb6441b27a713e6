import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { AttachmentState } from '../domain/attachment.js';
import { ApplicationEntity } from '../persistence/application.entity.js';

/** A document (添付書類) that a citizen attached to one task of their application. Its content lies in pieces beside it. */
@Entity({ name: 'attachment' })
@Check(
  'attachment_state_check',
  "state IN ('RECEIVED', 'SCANNING', 'CLEAN', 'INFECTED', 'UNSCANNABLE')",
)
@Index('attachment_to_scan_idx', ['nextTryAt'], {
  where: "state = ANY (ARRAY['RECEIVED'::text, 'SCANNING'::text])",
})
export class AttachmentEntity {
  /** Made of the request that brought it: the same request again is the same attachment. */
  @PrimaryColumn('uuid')
  id!: string;

  @Index('attachment_application_id_idx')
  @Column('uuid', { name: 'application_id' })
  applicationId!: string;

  @ManyToOne(() => ApplicationEntity)
  @JoinColumn({
    name: 'application_id',
    foreignKeyConstraintName: 'attachment_application_id_fkey',
  })
  application!: ApplicationEntity;

  @Column('uuid', { name: 'task_id' })
  taskId!: string;

  /** Which document it is: what the catalogue or the section asked for, in their words. */
  @Column('text')
  document!: string;

  @Column('text', { name: 'media_type' })
  mediaType!: string;

  @Column('text')
  state!: AttachmentState;

  @Column('integer')
  pieces!: number;

  @Column('integer', { default: 0 })
  tries!: number;

  @Column('integer', { default: 0 })
  failures!: number;

  /** From when on it may be taken for a scan; while it is being scanned, until when it is left alone. */
  @Column('timestamptz', { name: 'next_try_at' })
  nextTryAt!: Date;

  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;
}

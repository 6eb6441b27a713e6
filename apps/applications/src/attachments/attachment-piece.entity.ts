import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { AttachmentEntity } from './attachment.entity.js';

/** A piece of an attachment's content, sealed. All are equally long. */
@Entity({ name: 'attachment_piece' })
export class AttachmentPieceEntity {
  @PrimaryColumn('uuid', { name: 'attachment_id' })
  attachmentId!: string;

  @ManyToOne(() => AttachmentEntity)
  @JoinColumn({
    name: 'attachment_id',
    foreignKeyConstraintName: 'attachment_piece_attachment_id_fkey',
  })
  attachment!: AttachmentEntity;

  /** From 1 on. */
  @PrimaryColumn('integer')
  place!: number;

  @Column('bytea')
  content!: Buffer;
}

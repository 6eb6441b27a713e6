import { ApiProperty } from '@nestjs/swagger';
import { ATTACHMENT_STATES, messageOf, type AttachmentState } from '../domain/attachment.js';
import type { StoredAttachment } from './attachment.repository.js';
import { ENDINGS } from './real-type.js';

/** An attachment without its content. The name that the file had is not kept. */
export class AttachmentDto {
  @ApiProperty({ format: 'uuid' })
  attachmentId!: string;

  @ApiProperty({ format: 'uuid', description: 'procedures[].taskId' })
  taskId!: string;

  @ApiProperty({ example: '在留カード', description: 'どの書類か' })
  document!: string;

  @ApiProperty({ enum: Object.keys(ENDINGS), description: '内容から判定した形式' })
  mediaType!: string;

  @ApiProperty({
    enum: ATTACHMENT_STATES,
    description: 'CLEAN alone can be opened; INFECTED and UNSCANNABLE have been destroyed.',
  })
  state!: AttachmentState;

  @ApiProperty({ description: '状態の説明' })
  message!: string;

  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;
}

export class AttachmentListDto {
  @ApiProperty({ type: [AttachmentDto] })
  items!: AttachmentDto[];
}

export const viewOfAttachment = (stored: StoredAttachment): AttachmentDto => ({
  attachmentId: stored.id,
  taskId: stored.task_id,
  document: stored.document,
  mediaType: stored.media_type,
  state: stored.state,
  message: messageOf(stored.state),
  receivedAt: stored.received_at.toISOString(),
});

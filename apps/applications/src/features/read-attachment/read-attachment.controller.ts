import { Allow, CurrentAccess, type Access } from '@app/auth';
import { Controller, Get, Header, StreamableFile } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiGoneResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { ENDINGS } from '../../attachments/real-type.js';
import { AttachmentId, TASK_ATTACHMENTS, TaskId } from '../../attachments/task-route.decorator.js';
import { ApplicationId } from '../read-application/read-application.controller.js';
import { ReadAttachmentService } from './read-attachment.service.js';

@ApiTags('attachments')
@Controller('v1/applications')
@Allow('attachment.read')
export class ReadAttachmentController {
  constructor(private readonly service: ReadAttachmentService) {}

  @Get(`${TASK_ATTACHMENTS}/:attachmentId/content`)
  // Somebody else's file: a browser saves it, under a name of ours, and runs nothing of it.
  @Header('content-security-policy', "default-src 'none'; sandbox")
  @ApiOperation({
    summary: '添付書類を開く',
    description: 'The file as it was sent, once it was found clean.',
  })
  @ApiProduces(...Object.keys(ENDINGS))
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ApiConflictResponse({ description: 'attachment-not-checked: nobody can open it yet' })
  @ApiGoneResponse({ description: 'attachment-destroyed, case-erased' })
  async open(
    @ApplicationId() applicationId: string,
    @TaskId() taskId: string,
    @AttachmentId() id: string,
    @CurrentAccess() access: Access,
  ): Promise<StreamableFile> {
    const { mediaType, content } = await this.service.open(access, { applicationId, taskId, id });
    const name = `attachment-${id.slice(0, 8)}.${ENDINGS[mediaType]}`;
    return new StreamableFile(content, {
      type: mediaType,
      disposition: `attachment; filename="${name}"`,
    });
  }
}

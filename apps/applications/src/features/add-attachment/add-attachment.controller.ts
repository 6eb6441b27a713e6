import { Allow, CurrentAccess, type Access } from '@app/auth';
import { IdempotencyKey, TakesFile, type FormRequest } from '@app/service-host';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConflictResponse,
  ApiHeader,
  ApiOperation,
  ApiPayloadTooLargeResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnprocessableEntityResponse,
  ApiUnsupportedMediaTypeResponse,
} from '@nestjs/swagger';
import { AttachmentDto } from '../../attachments/attachment.dto.js';
import { TASK_ATTACHMENTS, TaskId } from '../../attachments/task-route.decorator.js';
import type { AcceptedReply } from '../accepted-answer.js';
import { ApplicationId } from '../read-application/read-application.controller.js';
import { AddAttachmentService } from './add-attachment.service.js';

@ApiTags('attachments')
@Controller('v1/applications')
@Allow('attachment.add')
export class AddAttachmentController {
  constructor(private readonly service: AddAttachmentService) {}

  @Post(TASK_ATTACHMENTS)
  @HttpCode(202)
  @TakesFile()
  @ApiOperation({
    summary: '書類を添付する',
    description:
      'One file (PDF, JPEG or PNG by its content) for one task. Nobody can open it before it was scanned and found clean.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiBody({
    schema: {
      type: 'object',
      required: ['document', 'file'],
      properties: {
        document: {
          type: 'string',
          description: 'どの書類か: a document of the procedure, or an item that was returned',
        },
        file: { type: 'string', format: 'binary' },
      },
    },
  })
  @ApiAcceptedResponse({ type: AttachmentDto })
  @ApiConflictResponse({
    description: 'already-ended, too-many-attachments, idempotency-key-in-flight',
  })
  @ApiPayloadTooLargeResponse({ description: 'payload-too-large' })
  @ApiUnsupportedMediaTypeResponse({ description: 'file-type-refused, unsupported-media-type' })
  @ApiUnprocessableEntityResponse({ description: 'idempotency-key-reused, my-number-refused' })
  @ApiTooManyRequestsResponse({ description: 'too-many-requests: too many files are on their way' })
  async add(
    @ApplicationId() applicationId: string,
    @TaskId() taskId: string,
    @IdempotencyKey() idempotencyKey: string,
    @CurrentAccess() access: Access,
    @Req() form: FormRequest,
    @Res({ passthrough: true }) reply: AcceptedReply,
  ): Promise<AttachmentDto> {
    const request = { applicationId, taskId, idempotencyKey, access, form };
    const { attachment, replayed } = await this.service.add(request);
    if (replayed) reply.header('idempotent-replayed', 'true');
    return attachment;
  }
}

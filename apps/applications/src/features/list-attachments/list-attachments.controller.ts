import { AccessRecorder } from '@app/audit';
import { Allow, CurrentAccess, type Access } from '@app/auth';
import { UnitOfWork } from '@app/persistence';
import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AttachmentListDto, viewOfAttachment } from '../../attachments/attachment.dto.js';
import { attachmentsOf } from '../../attachments/attachment.repository.js';
import { TASK_ATTACHMENTS, TaskId } from '../../attachments/task-route.decorator.js';
import { TasksWithAttachments, readingAs } from '../../attachments/tasks-with-attachments.js';
import { ApplicationId } from '../read-application/read-application.controller.js';

@ApiTags('attachments')
@Controller('v1/applications')
@Allow('attachment.list')
export class ListAttachmentsController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly accesses: AccessRecorder,
    private readonly tasks: TasksWithAttachments,
  ) {}

  @Get(TASK_ATTACHMENTS)
  @ApiOperation({
    summary: '添付書類の一覧を見る',
    description: 'For who filed, and for the officers who examine or decide the task.',
  })
  @ApiOkResponse({ type: AttachmentListDto })
  list(
    @ApplicationId() applicationId: string,
    @TaskId() taskId: string,
    @CurrentAccess() access: Access,
  ): Promise<AttachmentListDto> {
    return this.uow.run(readingAs(access), async (tx) => {
      const { caseId } = await this.tasks.findIn(tx, access, { applicationId, taskId });
      this.accesses.granted(tx, { caseId, recordId: taskId });
      const stored = await attachmentsOf(tx, applicationId, taskId);
      return { items: stored.map(viewOfAttachment) };
    });
  }
}

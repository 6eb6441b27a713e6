import { Allow, CurrentAccess, type Access } from '@app/auth';
import { Get, Injectable, Param, Res } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import type { Reply } from '../change-task/task-change.controller.js';
import { etagOf } from '../task-version.js';
import { TaskDetailDto } from './task-detail.dto.js';
import { ReadTask } from './read-task.service.js';

@Injectable()
export class ReadTaskController {
  constructor(private readonly tasks: ReadTask) {}

  @Get(':id')
  @Allow('task.read')
  @ApiOperation({
    summary: '一件の内容 / One task',
    description:
      '氏名、事実、補正とその回答、経過。ETag は変更のときに If-Match で返します。 / Persons, facts, what was returned and answered, history. Send the ETag back in If-Match.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: TaskDetailDto, headers: { ETag: { schema: { type: 'string' } } } })
  @ApiNotFoundResponse({ description: 'not-found: no such task in this section and these wards' })
  async read(
    @CurrentAccess() access: Access,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<TaskDetailDto> {
    const task = await this.tasks.read(access, id);
    reply.header('etag', etagOf(task));
    return task;
  }
}

import { Allow, CurrentAccess, type Access } from '@app/auth';
import { Get, Injectable, Query } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ListTasksDto, TaskPageDto } from './list-tasks.dto.js';
import { ListTasks } from './list-tasks.service.js';

@Injectable()
export class ListTasksController {
  constructor(private readonly tasks: ListTasks) {}

  @Get()
  @Allow('task.list')
  @ApiOperation({
    summary: '仕事の一覧 / Work queue',
    description:
      '期限の早い順、期限のないものは最後、同じなら受付順。先行手続を待つもの (WAITING_PREDECESSOR) も準備のために見えます。 / Deadlines first, none last, then in the order of receipt. Tasks that wait are shown for preparation.',
  })
  @ApiOkResponse({ type: TaskPageDto })
  @ApiNotFoundResponse({
    description: 'not-found: another section, or a ward that is not the caller’s',
  })
  list(@CurrentAccess() access: Access, @Query() query: ListTasksDto): Promise<TaskPageDto> {
    return this.tasks.list(access, query);
  }
}

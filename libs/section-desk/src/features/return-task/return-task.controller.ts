import { Body, Res } from '@nestjs/common';
import { ChangesTask } from '../change-task/changes-task.decorator.js';
import { TaskChangeController, type Reply } from '../change-task/task-change.controller.js';
import { Target, type TaskTarget } from '../change-task/task-target.decorator.js';
import type { TaskStateDto } from '../task-answer.dto.js';
import { ReturnTaskDto } from './return-task.dto.js';

export class ReturnTaskController extends TaskChangeController {
  @ChangesTask(
    'return',
    'task.return',
    '補正を求める / Return for correction',
    'IN_REVIEW から RETURNED へ。項目ごとに何が要るかを書きます。 / From IN_REVIEW to RETURNED; each item says what the citizen is to bring or answer.',
  )
  returnItems(
    @Target() target: TaskTarget,
    @Body() { items }: ReturnTaskDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<TaskStateDto> {
    const words = items.map(({ item, note }) => ({ item, note }));
    const action = { kind: 'return', items: items.map(({ item }) => item) } as const;
    return this.change(reply, target, action, { items: words });
  }
}

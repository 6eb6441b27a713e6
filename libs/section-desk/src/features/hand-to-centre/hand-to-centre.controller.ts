import { Res } from '@nestjs/common';
import { ChangesTask } from '../change-task/changes-task.decorator.js';
import { TaskChangeController, type Reply } from '../change-task/task-change.controller.js';
import { Target, type TaskTarget } from '../change-task/task-target.decorator.js';
import type { TaskStateDto } from '../task-answer.dto.js';

export class HandToCentreController extends TaskChangeController {
  @ChangesTask(
    'centre',
    'task.hand-to-centre',
    'センターへ渡す / Hand to the centre',
    'IN_REVIEW から AT_CENTRE へ。戻すにはセンターの職員が担当を開始します (claim)。 / From IN_REVIEW to AT_CENTRE. Whoever claims the task there brings it back to IN_REVIEW.',
  )
  centre(
    @Target() target: TaskTarget,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<TaskStateDto> {
    return this.change(reply, target, { kind: 'centre' });
  }
}

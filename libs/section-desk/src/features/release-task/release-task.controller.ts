import { Res } from '@nestjs/common';
import { ChangesTask } from '../change-task/changes-task.decorator.js';
import { TaskChangeController, type Reply } from '../change-task/task-change.controller.js';
import { Target, type TaskTarget } from '../change-task/task-target.decorator.js';
import type { TaskStateDto } from '../task-answer.dto.js';

export class ReleaseTaskController extends TaskChangeController {
  @ChangesTask(
    'release',
    'task.release',
    '担当を解除する / Release',
    'IN_REVIEW から RECEIVED へ戻します。他の職員の担当を解除できるのは監督者だけです。 / Back from IN_REVIEW to RECEIVED. Only a supervisor may release the claim of another.',
  )
  release(
    @Target() target: TaskTarget,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<TaskStateDto> {
    return this.change(reply, target, { kind: 'release' });
  }
}

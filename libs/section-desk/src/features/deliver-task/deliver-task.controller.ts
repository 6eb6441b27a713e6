import { Res } from '@nestjs/common';
import { ChangesTask } from '../change-task/changes-task.decorator.js';
import { TaskChangeController, type Reply } from '../change-task/task-change.controller.js';
import { Target, type TaskTarget } from '../change-task/task-target.decorator.js';
import type { TaskStateDto } from '../task-answer.dto.js';

export class DeliverTaskController extends TaskChangeController {
  @ChangesTask(
    'delivery',
    'task.deliver',
    '交付済みにする / Deliver',
    'DECIDED から DELIVERED へ。交付するもの (カード、証明書など) がある手続だけです。担当の開始は要りません。 / From DECIDED to DELIVERED, where the procedure delivers something. Needs no claim.',
  )
  deliver(
    @Target() target: TaskTarget,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<TaskStateDto> {
    return this.change(reply, target, { kind: 'deliver' });
  }
}

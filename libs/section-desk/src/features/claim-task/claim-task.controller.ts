import { Res } from '@nestjs/common';
import { ChangesTask } from '../change-task/changes-task.decorator.js';
import { TaskChangeController, type Reply } from '../change-task/task-change.controller.js';
import { Target, type TaskTarget } from '../change-task/task-target.decorator.js';
import type { TaskStateDto } from '../task-answer.dto.js';

export class ClaimTaskController extends TaskChangeController {
  @ChangesTask(
    'claim',
    'task.claim',
    '担当を開始する / Claim',
    'RECEIVED または AT_CENTRE から IN_REVIEW へ。15分間有効で、もう一度呼ぶと延長します。期限の切れた担当は引き継げます。 / From RECEIVED, or back from the centre, to IN_REVIEW. Holds for 15 minutes; calling again renews it without a new version. A claim that ran out can be taken over.',
  )
  claim(
    @Target() target: TaskTarget,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<TaskStateDto> {
    return this.change(reply, target, { kind: 'claim' });
  }
}

import { Body, Res } from '@nestjs/common';
import { ChangesTask } from '../change-task/changes-task.decorator.js';
import { TaskChangeController, type Reply } from '../change-task/task-change.controller.js';
import { Target, type TaskTarget } from '../change-task/task-target.decorator.js';
import type { TaskStateDto } from '../task-answer.dto.js';
import { DecideTaskDto } from './decide-task.dto.js';

export class DecideTaskController extends TaskChangeController {
  @ChangesTask(
    'decision',
    'task.decide',
    '決定する / Decide',
    'IN_REVIEW から DECIDED または REJECTED へ。保留中は決定できません。区民課の届出の DECIDED は本登録であり、後続の手続が動き出します。 / From IN_REVIEW to DECIDED or REJECTED, never while held. DECIDED of the resident section’s notification is the final registration that releases dependent tasks.',
  )
  decide(
    @Target() target: TaskTarget,
    @Body() { outcome, reason }: DecideTaskDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<TaskStateDto> {
    const action = { kind: outcome === 'accepted' ? 'accept' : 'reject' } as const;
    return this.change(reply, target, action, reason === undefined ? undefined : { note: reason });
  }
}

import { Problem } from '@app/observability';
import { Param, ParseUUIDPipe } from '@nestjs/common';

/** Where the attachments of a task are. */
export const TASK_ATTACHMENTS = ':id/tasks/:taskId/attachments';

/** An id that is no UUID names nothing: the answer is the same as for somebody else's. */
const idIn = (name: string): ParameterDecorator =>
  Param(name, new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') }));

export const TaskId = (): ParameterDecorator => idIn('taskId');
export const AttachmentId = (): ParameterDecorator => idIn('attachmentId');

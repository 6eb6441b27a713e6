import { Allow, type Action } from '@app/auth';
import { HttpCode, Post, applyDecorators } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiPreconditionFailedResponse,
  ApiResponse,
} from '@nestjs/swagger';
import { TaskStateDto } from '../task-answer.dto.js';

/** A route by which an officer changes a task: who may call it, what it needs and what it can answer. */
export const ChangesTask = (
  verb: string,
  action: Action,
  summary: string,
  description: string,
): MethodDecorator =>
  applyDecorators(
    Post(`:id/${verb}`),
    HttpCode(200),
    Allow(action),
    ApiOperation({ summary, description }),
    ApiParam({ name: 'id', format: 'uuid' }),
    ApiHeader({
      name: 'If-Match',
      required: true,
      description: 'The ETag that was read.',
      example: '"3"',
    }),
    ApiOkResponse({ type: TaskStateDto, description: 'The new state; its ETag in the header.' }),
    ApiNotFoundResponse({ description: 'not-found: no such task in this section and these wards' }),
    ApiConflictResponse({
      description:
        'illegal-move, not-claimed, claimed-by-other, task-held or suppressed-person; nothing was changed',
    }),
    ApiPreconditionFailedResponse({ description: 'version-changed, with the current ETag' }),
    ApiResponse({ status: 428, description: 'if-match-missing' }),
  );

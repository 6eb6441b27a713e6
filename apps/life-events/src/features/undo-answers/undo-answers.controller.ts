import { Allow, CurrentAccess, type Access } from '@app/auth';
import { Problem } from '@app/observability';
import { Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiPreconditionFailedResponse,
  ApiTags,
} from '@nestjs/swagger';
import { undone } from '../../interviews/interview-state.js';
import type { InterviewView } from '../../interviews/interview-view.js';
import { Interviews } from '../../interviews/interviews.service.js';
import { versionIn, type Reply } from '../case-version.js';
import { InterviewId, sayInterview } from '../interview-answer.js';

@ApiTags('interviews')
@Controller('v1/interviews')
@Allow('interview.undo')
export class UndoAnswersController {
  constructor(private readonly interviews: Interviews) {}

  @Post(':id/back')
  @HttpCode(200)
  @ApiOperation({
    summary: '一つ前に戻る / One step back',
    description: '最後に送った回答を取り消します。 / Takes back what was answered last.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of the interview as read' })
  @ApiHeader({ name: 'Accept-Language', required: false, description: 'ja, ja-simple, en' })
  @ApiOkResponse({ headers: { ETag: { schema: { type: 'string' } } } })
  @ApiNotFoundResponse({
    description: 'not-found: no such interview, or somebody else’s, or expired',
  })
  @ApiConflictResponse({ description: 'nothing-to-undo: nothing was answered yet' })
  @ApiPreconditionFailedResponse({ description: 'version-changed: read the interview again' })
  async back(
    @InterviewId() id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Headers('accept-language') language: string | undefined,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<InterviewView> {
    const interview = await this.interviews.change(id, access, versionIn(ifMatch), (state) => {
      const before = undone(state);
      if (before === undefined) throw new Problem('nothing-to-undo');
      return before;
    });
    return sayInterview(reply, interview, language);
  }
}

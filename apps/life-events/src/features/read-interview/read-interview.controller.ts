import { Allow, CurrentAccess, type Access } from '@app/auth';
import { Controller, Get, Headers, Res } from '@nestjs/common';
import {
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { InterviewView } from '../../interviews/interview-view.js';
import { Interviews } from '../../interviews/interviews.service.js';
import type { Reply } from '../case-version.js';
import { InterviewId, sayInterview } from '../interview-answer.js';

@ApiTags('interviews')
@Controller('v1/interviews')
@Allow('interview.read')
export class ReadInterviewController {
  constructor(private readonly interviews: Interviews) {}

  @Get(':id')
  @ApiOperation({
    summary: 'これまでの結果を見る / The result so far',
    description:
      '必要な手続、持ち物、来庁の予定と、次の質問。氏名は含みません。 / Procedures, documents, visits and the next questions; no names.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiHeader({ name: 'Accept-Language', required: false, description: 'ja, ja-simple, en' })
  @ApiOkResponse({ headers: { ETag: { schema: { type: 'string' } } } })
  @ApiNotFoundResponse({
    description: 'not-found: no such interview, or somebody else’s, or expired',
  })
  async read(
    @InterviewId() id: string,
    @Headers('accept-language') language: string | undefined,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<InterviewView> {
    return sayInterview(reply, await this.interviews.read(id, access), language);
  }
}

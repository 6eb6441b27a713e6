import { Allow, CurrentAccess, type Access } from '@app/auth';
import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiPreconditionFailedResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { InterviewView } from '../../interviews/interview-view.js';
import { Interviews } from '../../interviews/interviews.service.js';
import { stateAfter } from '../../interviews/read-step.js';
import { versionIn, type Reply } from '../case-version.js';
import { InterviewId, sayInterview } from '../interview-answer.js';
import { AnswerInterviewDto, type AnswerDto } from './answer-interview.dto.js';

@ApiTags('interviews')
@Controller('v1/interviews')
@Allow('interview.answer')
export class AnswerInterviewController {
  constructor(private readonly interviews: Interviews) {}

  @Post(':id/answers')
  @HttpCode(200)
  @ApiOperation({
    summary: '質問に答える / Answer, or change an answer',
    description:
      '「分からない」はいつでも選べます。同じ項目にもう一度答えると、新しい答えに変わります。確認する項目は、同じ値か正しい値を送ります。 / 分からない is always possible; a second answer replaces the first; a fact of a register is confirmed by sending it.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of the interview as read' })
  @ApiHeader({ name: 'Accept-Language', required: false, description: 'ja, ja-simple, en' })
  @ApiOkResponse({ headers: { ETag: { schema: { type: 'string' } } } })
  @ApiBadRequestResponse({ description: 'invalid-request: every wrong answer is named' })
  @ApiNotFoundResponse({
    description: 'not-found: no such interview, or somebody else’s, or expired',
  })
  @ApiPreconditionFailedResponse({ description: 'version-changed: read the interview again' })
  async answer(
    @InterviewId() id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Headers('accept-language') language: string | undefined,
    @CurrentAccess() access: Access,
    @Body() { answers, persons = [] }: AnswerInterviewDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<InterviewView> {
    const sent = answers.map(plain);
    const interview = await this.interviews.change(id, access, versionIn(ifMatch), (state) =>
      stateAfter(state, sent, persons),
    );
    return sayInterview(reply, interview, language);
  }
}

/** Without what was not sent: the state is compared, and kept, as JSON. */
const plain = ({ fact, person, value, dontKnow }: AnswerDto) => ({
  fact,
  ...(person !== undefined && { person }),
  ...(value !== undefined && { value }),
  ...(dontKnow !== undefined && { dontKnow }),
});

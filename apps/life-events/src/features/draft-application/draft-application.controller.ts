import { Allow, CurrentAccess, type Access } from '@app/auth';
import type { Clock } from '@app/observability';
import { CLOCK } from '@app/service-host';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { draftOf, type Draft } from '../../interviews/interview-draft.js';
import { Interviews } from '../../interviews/interviews.service.js';
import { InterviewId } from '../interview-answer.js';
import { DraftApplicationDto } from './draft-application.dto.js';

@ApiTags('interviews')
@Controller('v1/interviews')
@Allow('interview.draft')
export class DraftApplicationController {
  constructor(
    private readonly interviews: Interviews,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post(':id/draft')
  @HttpCode(200)
  @ApiOperation({
    summary: '申請の下書きにする / As a draft application',
    description:
      '答えたことをそのまま申請の本文にして返します。足りない項目は missing に示します。保存も申請もしません。 / The body for POST /v1/applications, and what is missing in it. Files nothing.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ description: 'application, missing, notBefore, askAtCounter' })
  @ApiBadRequestResponse({ description: 'invalid-request: a procedure that is not offered' })
  @ApiNotFoundResponse({
    description: 'not-found: no such interview, or somebody else’s, or expired',
  })
  async draft(
    @InterviewId() id: string,
    @CurrentAccess() access: Access,
    @Body() { chosenProcedures }: DraftApplicationDto,
  ): Promise<Draft> {
    const { state } = await this.interviews.read(id, access);
    return draftOf(state, chosenProcedures, this.clock.today());
  }
}

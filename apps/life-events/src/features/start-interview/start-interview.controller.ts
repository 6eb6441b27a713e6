import { Allow, CurrentAccess, type Access } from '@app/auth';
import type { Clock } from '@app/observability';
import { readDeterminationRequest } from '@app/procedures';
import { CLOCK, IdempotencyKey } from '@app/service-host';
import { Body, Controller, Headers, Inject, Post, Res } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiForbiddenResponse,
  ApiHeader,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { InterviewState } from '../../interviews/interview-state.js';
import { standing, type InterviewView } from '../../interviews/interview-view.js';
import { Interviews } from '../../interviews/interviews.service.js';
import { requirePersonIds, requireRegisterFacts } from '../../interviews/read-step.js';
import type { Reply } from '../case-version.js';
import { problemOfFacts } from '../determine-procedures/determination-problem.js';
import { sayInterview } from '../interview-answer.js';
import { StartInterviewDto } from './start-interview.dto.js';

@ApiTags('interviews')
@Controller('v1/interviews')
@Allow('interview.start')
export class StartInterviewController {
  constructor(
    private readonly interviews: Interviews,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @ApiOperation({
    summary: '質問を始める / Start an interview',
    description:
      'ライフイベントと分かっていることから始め、次に尋ねることを返します。職員は区の住民に代わって始められます。期限が過ぎると消去します。 / Starts with a life event and what is known. An officer may do it on behalf of a citizen of the ward. Erased when it expires.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiHeader({ name: 'Accept-Language', required: false, description: 'ja, ja-simple, en' })
  @ApiCreatedResponse({
    description: 'The interview; its ETag is the version for If-Match',
    headers: { ETag: { schema: { type: 'string' } }, Location: { schema: { type: 'string' } } },
  })
  @ApiForbiddenResponse({
    description: 'forbidden: another role, or another ward than the officer’s',
  })
  @ApiConflictResponse({ description: 'idempotency-key-in-flight' })
  @ApiUnprocessableEntityResponse({
    description: 'idempotency-key-reused, life-event-not-supported',
  })
  async start(
    @Body() body: StartInterviewDto,
    @IdempotencyKey() key: string,
    @Headers('accept-language') language: string | undefined,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<InterviewView> {
    const state = stateOf(body);
    // What cannot be determined is not kept.
    standing(state, this.clock.today());
    const { interview, replayed } = await this.interviews.start(access, key, state);
    reply.header('location', `/v1/interviews/${interview.id}`);
    if (replayed) reply.header('idempotent-replayed', 'true');
    return sayInterview(reply, interview, language);
  }
}

function stateOf({ fromRegister = [], ...request }: StartInterviewDto): InterviewState {
  const read = readDeterminationRequest({ ...request });
  if (!read.ok) throw problemOfFacts(read.errors);
  requirePersonIds(read.value.householdFacts.persons, 'householdFacts.persons');
  const refs = fromRegister.map(({ fact, person }) => ({
    fact,
    ...(person !== undefined && { person }),
  }));
  const state: InterviewState = { start: read.value, fromRegister: refs, steps: [] };
  requireRegisterFacts(refs, state);
  return state;
}

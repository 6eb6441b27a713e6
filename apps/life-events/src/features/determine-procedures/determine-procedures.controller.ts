import { Allow } from '@app/auth';
import type { Clock } from '@app/observability';
import {
  cityCalendar,
  currentRuleSet,
  determine,
  explain,
  readDeterminationRequest,
  contradictionsIn,
  mergedCase,
  type Contradiction,
  type Determination,
  type ExplainedProcedure,
  type MergedCase,
} from '@app/procedures';
import { CLOCK } from '@app/service-host';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { problemOfDetermination, problemOfFacts } from './determination-problem.js';

/** A determination with its procedures put together, and what in the request should be looked at. */
interface MergedDetermination extends Determination {
  readonly merged: MergedCase;
  readonly warnings: readonly Contradiction[];
  readonly explanation?: readonly ExplainedProcedure[];
}

@ApiTags('determinations')
@Controller('v1/determinations')
@Allow('determination.make')
export class DetermineProceduresController {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: '必要な手続を調べる / Which procedures are needed',
    description:
      '保存はしません。同じ入力には、同じルールで同じ結果を返します。explain: true で、手続ごとの理由（使った事実、規則の行、法令、満たさなかった条件）を explanation に返します。 / Stores nothing; the same input under the same rule set gives the same answer. With explain: true, explanation says for each procedure why it is proposed or not: facts, row, law, the condition that failed.',
  })
  @ApiBody({
    schema: {
      type: 'object',
      description: 'A determination request (docs: facts)',
      properties: { explain: { type: 'boolean', default: false } },
    },
  })
  @ApiOkResponse({ description: 'Procedures, questions, automatic effects, information' })
  @ApiBadRequestResponse({ description: 'invalid-request: every wrong field is named' })
  determine(@Body() body: unknown): MergedDetermination {
    const { explained, request } = withoutExplain(body);
    const read = readDeterminationRequest(request);
    if (!read.ok) throw problemOfFacts(read.errors);
    const ruleSet = currentRuleSet(this.clock.today());
    try {
      const determination = determine(read.value, { calendar: cityCalendar(), ruleSet });
      return {
        ...determination,
        merged: mergedCase(determination, read.value),
        warnings: contradictionsIn(read.value),
        ...(explained && { explanation: explain(read.value, { ruleSet }) }),
      };
    } catch (error) {
      throw problemOfDetermination(error);
    }
  }
}

/** The switch beside the request; anything but true or false is left to be refused as an unknown fact. */
function withoutExplain(body: unknown): { explained: boolean; request: unknown } {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return { explained: false, request: body };
  const { explain: wanted, ...request } = body as Record<string, unknown>;
  return typeof wanted === 'boolean'
    ? { explained: wanted, request }
    : { explained: false, request: body };
}

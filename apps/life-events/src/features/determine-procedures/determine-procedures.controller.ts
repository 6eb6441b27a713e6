import { Allow } from '@app/auth';
import {
  cityCalendar,
  determine,
  readDeterminationRequest,
  type Determination,
} from '@app/procedures';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { problemOfDetermination, problemOfFacts } from './determination-problem.js';

@ApiTags('determinations')
@Controller('v1/determinations')
@Allow('citizen', 'officer', 'supervisor', 'operator')
export class DetermineProceduresController {
  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: '必要な手続を調べる / Which procedures are needed',
    description:
      '保存はしません。同じ入力には同じ結果を返します。 / Stores nothing; the same input gives the same answer.',
  })
  @ApiBody({ schema: { type: 'object', description: 'A determination request (docs: facts)' } })
  @ApiOkResponse({ description: 'Procedures, questions, automatic effects, information' })
  @ApiBadRequestResponse({ description: 'invalid-request: every wrong field is named' })
  determine(@Body() body: unknown): Determination {
    const read = readDeterminationRequest(body);
    if (!read.ok) throw problemOfFacts(read.errors);
    try {
      return determine(read.value, { calendar: cityCalendar() });
    } catch (error) {
      throw problemOfDetermination(error);
    }
  }
}

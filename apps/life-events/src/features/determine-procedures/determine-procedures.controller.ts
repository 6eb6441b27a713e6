import { Allow } from '@app/auth';
import { Problem, type FieldError } from '@app/observability';
import {
  cityCalendar,
  determine,
  readDeterminationRequest,
  type Determination,
  type FieldError as FactError,
} from '@app/procedures';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';

function fieldError({ pointer, code, detailJa, detailEn, nearest }: FactError): FieldError {
  const hint = nearest === undefined ? '' : ` (${nearest}?)`;
  return { field: pointer, code, message: `${detailJa} / ${detailEn}${hint}` };
}

function refused(errors: readonly FactError[]): Problem {
  const unsupported = errors.every(({ code }) => code === 'life-event-not-supported');
  return new Problem(unsupported ? 'life-event-not-supported' : 'invalid-request', {
    errors: errors.map(fieldError),
  });
}

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
    if (!read.ok) throw refused(read.errors);
    return determine(read.value, { calendar: cityCalendar() });
  }
}

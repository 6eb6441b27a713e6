import { Allow, CurrentAccess, type Access } from '@app/auth';
import { IdempotencyKey } from '@app/service-host';
import { Body, Controller, Post, Res } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { etagOf, type Reply } from '../../protections/protection-version.js';
import { ProtectionDto } from '../../protections/protection.dto.js';
import { EnterProtectionDto } from './enter-protection.dto.js';
import { EnterProtection } from './enter-protection.service.js';

@ApiTags('resident')
@Controller('v1/resident/protections')
export class EnterProtectionController {
  constructor(private readonly protections: EnterProtection) {}

  @Post()
  @Allow('protection.enter')
  @ApiOperation({
    summary: '支援措置を登録する / Enter a protection',
    description:
      '決定された支援措置を登録します。登録と同時に、すべての課の案件が保護されます（すでにある案件は数秒で移ります）。期間は1年で、自動では終わりません。 / From its entry on everything that names these persons or addresses is hidden in all sections; cases that are there follow within seconds. One year; it never ends by itself.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiCreatedResponse({
    type: ProtectionDto,
    headers: { Location: { schema: { type: 'string' } } },
  })
  @ApiBadRequestResponse({ description: 'invalid-request' })
  @ApiUnprocessableEntityResponse({ description: 'idempotency-key-reused' })
  async enter(
    @Body() body: EnterProtectionDto,
    @IdempotencyKey() key: string,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ProtectionDto> {
    const { view, replayed } = await this.protections.enter(access, key, body);
    reply.header('location', `/v1/resident/protections/${view.id}`);
    reply.header('etag', etagOf(view));
    if (replayed) reply.header('idempotent-replayed', 'true');
    return view;
  }
}

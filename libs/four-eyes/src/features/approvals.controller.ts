import { Allow, CurrentAccess, type Access } from '@app/auth';
import { Get, HttpCode, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiGoneResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
} from '@nestjs/swagger';
import type { Approvals } from '../approvals.service.js';
import { ApprovalDto, ApprovalPageDto, ListApprovalsDto, approvalView } from './approval.dto.js';
import { ApprovalId } from './approval-id.decorator.js';

/** The routes of a service's approvals; `approvalsController` gives them their path. */
export abstract class ApprovalsController {
  protected abstract readonly approvals: Approvals;

  @Get()
  @Allow('approval.list')
  @ApiOperation({
    summary: '承認を待つ操作の一覧 / What waits for a second person',
    description:
      '自分が承認できるものと、自分が申請したもの。古い順。 / What the caller may approve, and what they have asked for; the oldest first.',
  })
  @ApiOkResponse({ type: ApprovalPageDto })
  async list(
    @CurrentAccess() access: Access,
    @Query() { cursor, limit }: ListApprovalsDto,
  ): Promise<ApprovalPageDto> {
    const page = { limit, ...(cursor !== undefined && { after: cursor }) };
    const { approvals, next } = await this.approvals.list(access, page);
    return { items: approvals.map(approvalView), nextCursor: next };
  }

  @Get(':id')
  @Allow('approval.read')
  @ApiOperation({ summary: '承認の状態を見る / One approval' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: ApprovalDto })
  @ApiNotFoundResponse({ description: 'not-found: no such approval, or not for the caller' })
  async read(@ApprovalId() id: string, @CurrentAccess() access: Access): Promise<ApprovalDto> {
    return approvalView(await this.approvals.read(access, id));
  }

  @Post(':id/approval')
  @HttpCode(200)
  @Allow('approval.approve')
  @ApiOperation({
    summary: '承認する / Approve',
    description:
      '申請した人とは別の、同じ権限を持つ人が承認します。同じ人が繰り返しても結果は変わりません。 / Another person with the same right; may be repeated.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: ApprovalDto })
  @ApiNotFoundResponse({ description: 'not-found: no such approval, or not for the caller' })
  @ApiConflictResponse({
    description: 'own-approval: the caller asked for it; approval-ended: decided already',
  })
  @ApiGoneResponse({ description: 'approval-expired: ask again' })
  async approve(@ApprovalId() id: string, @CurrentAccess() access: Access): Promise<ApprovalDto> {
    return approvalView(await this.approvals.approve(access, id));
  }

  @Post(':id/refusal')
  @HttpCode(200)
  @Allow('approval.refuse')
  @ApiOperation({
    summary: '承認しない、または申請を取り消す / Refuse, or take an own request back',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: ApprovalDto })
  @ApiNotFoundResponse({ description: 'not-found: no such approval, or not for the caller' })
  @ApiConflictResponse({ description: 'approval-ended: decided already' })
  @ApiGoneResponse({ description: 'approval-expired' })
  async refuse(@ApprovalId() id: string, @CurrentAccess() access: Access): Promise<ApprovalDto> {
    return approvalView(await this.approvals.refuse(access, id));
  }
}

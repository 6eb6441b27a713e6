import { ApiProperty } from '@nestjs/swagger';
import type {
  NamedProcedure,
  ProcedureView,
  ReferralView,
  ReturnedItemView,
  CaseView,
} from '../../domain/status-view.js';

export class ReturnedItemDto implements ReturnedItemView {
  @ApiProperty({ example: 'bank-account' }) item!: string;
  @ApiProperty({ type: String, nullable: true, description: '職員からの説明' }) note!:
    string | null;
}

export class ProcedureDto implements ProcedureView {
  @ApiProperty({ format: 'uuid' }) taskId!: string;
  @ApiProperty({ example: 'child-allowance-claim' }) procedureId!: string;
  @ApiProperty({ example: '児童手当 認定請求' }) nameJa!: string;
  @ApiProperty() nameEn!: string;
  @ApiProperty({ example: 'childcare', description: '所管' }) section!: string;
  @ApiProperty({ type: [String], example: ['p1'] }) persons!: string[];
  @ApiProperty({ example: 'required' }) requirement!: string;
  @ApiProperty({ example: 'RECEIVED' }) status!: string;
  @ApiProperty({ example: '受付済み' }) statusJa!: string;
  @ApiProperty({ example: 'Received' }) statusEn!: string;
  @ApiProperty({ description: '担当の課に届いたか' }) received!: boolean;
  @ApiProperty({ enum: ['citizen', 'section', 'centre', 'nobody'], description: 'いま対応する人' })
  holder!: ProcedureView['holder'];
  @ApiProperty() held!: boolean;
  @ApiProperty({ type: String, nullable: true, example: '2025-11-04', description: '期限' })
  deadline!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'この日までなら手当を失わない' })
  noLossDeadline!: string | null;
  @ApiProperty({ description: '来庁が必要か' }) visitRequired!: boolean;
  @ApiProperty({ example: 'none', description: '来庁が必要な理由' }) visitBasis!: string;
  @ApiProperty({ description: '受付窓口' }) receptionCounter!: string;
  @ApiProperty({ description: '根拠法令' }) law!: string;
  @ApiProperty({ type: [String] }) dependsOn!: string[];
  @ApiProperty({ description: '次にすること' }) nextStepJa!: string;
  @ApiProperty() nextStepEn!: string;
  @ApiProperty({ type: [ReturnedItemDto] }) returnedItems!: ReturnedItemDto[];
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
  @ApiProperty() withdrawalRefused!: boolean;
}

export class ReferralDto implements ReferralView {
  @ApiProperty({ example: 'school-transfer' }) procedureId!: string;
  @ApiProperty() ruleId!: string;
  @ApiProperty() nameJa!: string;
  @ApiProperty() nameEn!: string;
  @ApiProperty({ type: [String] }) persons!: string[];
  @ApiProperty() requirement!: ReferralView['requirement'];
  @ApiProperty() visitRequired!: boolean;
  @ApiProperty({ type: String, nullable: true }) deadline!: string | null;
  @ApiProperty() deadlineRule!: string;
  @ApiProperty({ description: '手続をする場所' }) receptionCounter!: string;
  @ApiProperty() law!: string;
}

export class NamedProcedureDto implements NamedProcedure {
  @ApiProperty() procedureId!: string;
  @ApiProperty() nameJa!: string;
  @ApiProperty() nameEn!: string;
}

export class OpenQuestionDto {
  @ApiProperty() fact!: string;
  @ApiProperty({ type: String, nullable: true }) person!: string | null;
  @ApiProperty({ type: [String] }) procedures!: string[];
}

/** One status for the whole filing. */
export class ApplicationViewDto implements CaseView {
  @ApiProperty({ format: 'uuid' }) applicationId!: string;
  @ApiProperty({ format: 'uuid' }) caseId!: string;
  @ApiProperty({ example: '7KQ2M-X9D4TR', description: '受付番号' }) reference!: string;
  @ApiProperty({ example: 'birth' }) lifeEvent!: string;
  @ApiProperty({ example: '14133' }) ward!: string;
  @ApiProperty({ example: '2025-10-27' }) intakeDate!: string;
  @ApiProperty({ format: 'date-time' }) submittedAt!: string;
  @ApiProperty({ example: 'OPEN' }) status!: CaseView['status'];
  @ApiProperty({ example: '手続を進めています' }) statusJa!: string;
  @ApiProperty({ example: 'In progress' }) statusEn!: string;
  @ApiProperty() version!: number;
  @ApiProperty({ example: 'none' }) withdrawal!: string;
  @ApiProperty({ type: [ProcedureDto] }) procedures!: ProcedureDto[];
  @ApiProperty({ type: [ReferralDto] }) referrals!: ReferralDto[];
  @ApiProperty({ type: [NamedProcedureDto] }) offered!: NamedProcedureDto[];
  @ApiProperty({ type: [NamedProcedureDto] }) maybe!: NamedProcedureDto[];
  @ApiProperty({ type: [OpenQuestionDto] }) questions!: OpenQuestionDto[];
  @ApiProperty({ type: [String] }) automaticEffects!: string[];
  @ApiProperty({ type: [String] }) informational!: string[];
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) changedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) closedAt!: string | null;
}

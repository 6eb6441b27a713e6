import { TASK_STATUSES, type Identity, type TaskStatus } from '@app/contracts';
import { DATA_KINDS, type DataKind } from '@app/auth';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { TaskSummaryDto } from '../task-summary.dto.js';

/** An item that was returned, with the officer's words and, once it came, the citizen's answer. */
export class ReturnedItemAnswerDto {
  @ApiProperty({ example: 'bank-account' })
  item!: string;

  @ApiProperty({ description: 'The version of the task with which it was returned.' })
  returnedIn!: number;

  @ApiProperty({ type: String, nullable: true })
  note!: string | null;

  @ApiProperty({ type: String, nullable: true })
  answer!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  answeredAt!: string | null;
}

export class HistoryEntryDto {
  @ApiProperty()
  version!: number;

  @ApiProperty({ example: 'claim' })
  action!: string;

  @ApiProperty({ description: '`sub` of the officer, or life-events' })
  actor!: string;

  @ApiProperty({ enum: TASK_STATUSES, nullable: true, type: String })
  from!: TaskStatus | null;

  @ApiProperty({ enum: TASK_STATUSES })
  to!: TaskStatus;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiPropertyOptional({ description: '決定の理由 / the reason of a decision' })
  note?: string;
}

/** Everything that the section knows about a task: only what the procedure needs. */
export class TaskDetailDto extends TaskSummaryDto {
  @ApiProperty({ format: 'uuid' })
  applicationId!: string;

  @ApiProperty({ type: [String], description: '必要書類 / documents, as the catalogue lists them' })
  documents!: string[];

  @ApiProperty({ type: String, nullable: true, description: '受付窓口 / where it is received' })
  receptionCounter!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '戸籍法49条', description: '根拠法令' })
  law!: string | null;

  @ApiProperty({ description: 'Rule of the catalogue that asked for this procedure.' })
  ruleId!: string;

  @ApiProperty({ description: 'Version of the rules that the case was determined on.' })
  ruleSet!: string;

  @ApiProperty({ format: 'date-time' })
  submittedAt!: string;

  @ApiProperty({
    type: [Object],
    description: '氏名・住所 / who the persons of the task are (GIF DS-431)',
  })
  identities!: Identity[];

  @ApiProperty({ type: Object, description: '審査に使う事実 / the facts that this procedure uses' })
  facts!: Record<string, unknown>;

  @ApiProperty({ type: [ReturnedItemAnswerDto] })
  returned!: ReturnedItemAnswerDto[];

  @ApiProperty({ type: [HistoryEntryDto] })
  history!: HistoryEntryDto[];

  @ApiProperty({
    enum: Object.keys(DATA_KINDS),
    isArray: true,
    description:
      '権限により空にした情報 / kinds of data left empty: the caller’s roles do not see them',
  })
  withheld!: DataKind[];
}

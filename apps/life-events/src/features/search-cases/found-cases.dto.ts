import {
  CASE_STATUSES,
  SECTIONS,
  TASK_STATUSES,
  type CaseStatus,
  type SectionName,
  type TaskStatus,
} from '@app/contracts';
import { ApiProperty } from '@nestjs/swagger';

export class TaskOfFoundCaseDto {
  @ApiProperty({ format: 'uuid', description: 'For GET /v1/{section}/tasks/{id}.' })
  taskId!: string;

  @ApiProperty({ enum: SECTIONS })
  section!: SectionName;

  @ApiProperty({ example: 'nhi-enroll' })
  procedureId!: string;

  @ApiProperty({ enum: TASK_STATUSES })
  status!: TaskStatus;
}

/** A case that names the person; names nobody itself. */
export class FoundCaseDto {
  @ApiProperty({ format: 'uuid' })
  caseId!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '7KQ2M-X9D4TR',
    description: '受付番号 / null for roles that do not see it',
  })
  reference!: string | null;

  @ApiProperty({ example: '14133' })
  ward!: string;

  @ApiProperty({ example: 'birth' })
  lifeEvent!: string;

  @ApiProperty({ enum: CASE_STATUSES })
  status!: CaseStatus;

  @ApiProperty({ format: 'date-time' })
  openedAt!: string;

  @ApiProperty({
    type: [TaskOfFoundCaseDto],
    description: '所管課タスク / in the order of the case',
  })
  tasks!: TaskOfFoundCaseDto[];
}

export class FoundCasesDto {
  @ApiProperty({ type: [FoundCaseDto], description: '新しい順 / the newest first' })
  items!: FoundCaseDto[];

  @ApiProperty({
    description:
      '多すぎて全部は示せない。より詳しく指定してください / there are more than are shown; say more of the name',
  })
  more!: boolean;
}

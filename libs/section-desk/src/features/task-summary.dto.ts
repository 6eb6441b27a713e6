import {
  FILING_CLASSES,
  REQUIREMENTS,
  VISIT_BASES,
  type Identity,
  type TaskFiling,
  type TaskRequirement,
  type VisitBasis,
} from '@app/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Personal, Readability } from '../personal/personal-parts.js';
import type { TaskRecord } from '../persistence/task-record.js';
import { procedureNames } from './procedure-texts.js';
import { TaskStateDto, stateAnswer } from './task-answer.dto.js';

export class PersonNameDto {
  @ApiProperty()
  familyName!: string;

  @ApiPropertyOptional()
  givenName?: string;

  @ApiPropertyOptional()
  familyNameKana?: string;

  @ApiPropertyOptional()
  givenNameKana?: string;
}

export class TaskPersonDto {
  @ApiProperty({ example: 'p1', description: 'Id of the person within the case.' })
  person!: string;

  @ApiProperty({ type: PersonNameDto, nullable: true, description: 'null when it cannot be read.' })
  name!: PersonNameDto | null;
}

/** One line of the work queue. */
export class TaskSummaryDto extends TaskStateDto {
  @ApiProperty({ format: 'uuid' })
  caseId!: string;

  @ApiProperty({ example: '7KQ2M-X9D4TR', description: '受付番号 / what the citizen was given' })
  reference!: string;

  @ApiProperty({ example: 'birth-registration' })
  procedureId!: string;

  @ApiProperty({
    example: '出生届',
    description: '手続名。目録にない手続は id / the id if unknown',
  })
  procedureNameJa!: string;

  @ApiProperty({ example: 'Birth registration' })
  procedureNameEn!: string;

  @ApiProperty()
  lifeEvent!: string;

  @ApiProperty()
  ward!: string;

  @ApiProperty({ type: [TaskPersonDto] })
  persons!: TaskPersonDto[];

  @ApiProperty({
    enum: ['readable', 'erased', 'unreadable'],
    description:
      'erased: the case was erased. unreadable: a sealed part is damaged; operators know.',
  })
  personal!: Readability;

  @ApiProperty({ enum: REQUIREMENTS })
  requirement!: TaskRequirement;

  @ApiProperty({
    enum: FILING_CLASSES,
    description: 'deemed: みなし届出, no form from the citizen',
  })
  filing!: TaskFiling;

  @ApiProperty()
  visitRequired!: boolean;

  @ApiProperty({ enum: VISIT_BASES })
  visitBasis!: VisitBasis;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  deadline!: string | null;

  @ApiProperty()
  deadlineRule!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  noLossDeadline!: string | null;

  @ApiProperty({
    type: [String],
    description: 'Procedures that this task waited for when it came.',
  })
  waitsFor!: string[];

  @ApiProperty({ description: 'Whether something is handed over after the decision.' })
  delivers!: boolean;

  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;
}

function nameOf({ familyName, givenName, familyNameKana, givenNameKana }: Identity): PersonNameDto {
  return {
    familyName,
    ...(givenName !== undefined && { givenName }),
    ...(familyNameKana !== undefined && { familyNameKana }),
    ...(givenNameKana !== undefined && { givenNameKana }),
  };
}

function personsOf(task: TaskRecord, { identities }: Personal): TaskPersonDto[] {
  return task.persons.map((person) => {
    const identity = identities.find((candidate) => candidate.person === person);
    return { person, name: identity ? nameOf(identity) : null };
  });
}

/** @param now the database's clock */
export const summaryOf = (task: TaskRecord, personal: Personal, now: Date): TaskSummaryDto => ({
  ...stateAnswer(task, now),
  caseId: task.caseId,
  reference: task.reference,
  procedureId: task.procedureId,
  ...procedureNames(task.procedureId),
  lifeEvent: task.lifeEvent,
  ward: task.ward,
  persons: personsOf(task, personal),
  personal: personal.readability,
  requirement: task.requirement,
  filing: task.filing,
  visitRequired: task.visitRequired,
  visitBasis: task.visitBasis,
  deadline: task.deadline,
  deadlineRule: task.deadlineRule,
  noLossDeadline: task.noLossDeadline,
  waitsFor: task.waitsFor,
  delivers: task.delivers,
  receivedAt: task.receivedAt.toISOString(),
});

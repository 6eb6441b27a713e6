import type { Identity, SectionName } from '@app/contracts';
import type { SubmitApplicationDto } from '../../apps/applications/src/features/submit-application/submit-application.dto.js';

export interface ApplicationSubmitted {
  readonly applicationId: string;
  readonly caseId: string;
  readonly reference: string;
  readonly submittedAt: string;
  readonly filing: SubmitApplicationDto;
}

export interface TaskToOpen {
  readonly taskId: string;
  readonly procedureId: string;
  readonly ruleId: string;
  readonly persons: readonly string[];
  readonly requirement: string;
  readonly deadline: string | null;
  readonly dependsOn: readonly string[];
  readonly facts: object;
}

export interface OpenTasks {
  readonly caseId: string;
  readonly applicationId: string;
  readonly reference: string;
  readonly ward: string;
  readonly identities: readonly Identity[];
  readonly tasks: readonly TaskToOpen[];
}

export interface TaskChanged {
  readonly caseId: string;
  readonly taskId: string;
  readonly status: string;
  readonly version: number;
}

export interface SnapshotTask {
  readonly taskId: string;
  readonly procedureId: string;
  readonly section: SectionName;
  readonly status: string;
  /** 0 until the section has said something. */
  readonly version: number;
  readonly deadline: string | null;
}

export interface CaseSnapshot {
  readonly caseId: string;
  readonly applicationId: string;
  readonly version: number;
  readonly status: string;
  readonly tasks: readonly SnapshotTask[];
}

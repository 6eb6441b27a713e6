/** What the demo reads of the API's answers; the whole of them stands in docs/openapi. */
export interface Filing {
  readonly lifeEvent: string;
  readonly eventDate: string;
  readonly intakeDate?: string;
  readonly ward: { readonly code5: string; readonly name?: string };
  readonly householdFacts: object;
  readonly chosenProcedures?: readonly string[];
}

export interface DeterminedProcedure {
  readonly procedureId: string;
  readonly nameJa: string;
  readonly section: string;
  readonly persons: readonly string[];
  readonly requirement: 'required' | 'offered' | 'maybe';
  readonly deadline: string | null;
  readonly noLossDeadline?: string | null;
  readonly visitRequired: boolean;
  readonly visitBasis: string;
  readonly dependsOn: readonly string[];
  readonly law: string;
  readonly reason: string;
  readonly reasonEn: string;
}

export interface Determination {
  readonly ruleSet: string;
  readonly procedures: readonly DeterminedProcedure[];
  readonly questions: readonly { readonly textJa: string; readonly textEn: string }[];
  readonly automaticEffects: readonly string[];
}

export interface Accepted {
  readonly applicationId: string;
  readonly caseId: string;
  readonly reference: string;
}

export interface ProcedureStatus {
  readonly taskId: string;
  readonly procedureId: string;
  readonly nameJa: string;
  readonly section: string;
  readonly requirement: string;
  readonly status: string;
  readonly statusJa: string;
  readonly statusEn: string;
  readonly holder: string;
  readonly dependsOn: readonly string[];
  readonly returnedItems: readonly { readonly item: string; readonly note: string | null }[];
}

export interface ApplicationStatus {
  readonly applicationId: string;
  readonly caseId: string;
  readonly reference: string;
  readonly status: string;
  readonly statusJa: string;
  readonly statusEn: string;
  readonly procedures: readonly ProcedureStatus[];
  readonly referrals: readonly { readonly nameJa: string; readonly receptionCounter: string }[];
}

export interface TaskState {
  readonly taskId: string;
  readonly status: string;
  readonly version: number;
  readonly held: string | null;
  readonly claim: { readonly by: string; readonly expired: boolean } | null;
  readonly allowedActions: readonly string[];
}

export interface QueuedTask extends TaskState {
  readonly caseId: string;
  readonly reference: string;
  readonly procedureId: string;
  readonly persons: readonly {
    readonly name: { readonly familyName: string; readonly givenName?: string } | null;
  }[];
  readonly deadline: string | null;
}

export interface QueuePage {
  readonly items: readonly QueuedTask[];
  readonly nextCursor: string | null;
}

import type { SectionName, SnapshotReferral, TaskRequirement } from '@app/contracts';
import type { CaseSurroundings, PlannedTask } from './case.js';
import type { Determined, DeterminedProcedure } from './determination.js';

export interface CasePlan extends CaseSurroundings {
  readonly ruleSet: string;
  readonly tasks: readonly PlannedTask[];
}

type Wanted = DeterminedProcedure & { readonly requirement: TaskRequirement };
type WantedTask = Wanted & { readonly section: SectionName };

const isTask = (procedure: Wanted): procedure is WantedTask => procedure.section !== 'other';

function isWanted(
  procedure: DeterminedProcedure,
  chosen: ReadonlySet<string>,
): procedure is Wanted {
  if (procedure.filing === 'auto') return false;
  if (procedure.requirement === 'required') return true;
  return procedure.requirement === 'offered' && chosen.has(procedure.procedureId);
}

const plannedTask = (wanted: WantedTask, taskIds: ReadonlySet<string>): PlannedTask => ({
  procedureId: wanted.procedureId,
  section: wanted.section,
  ruleId: wanted.ruleId,
  persons: wanted.persons,
  requirement: wanted.requirement,
  filing: wanted.filing === 'deemed' ? 'deemed' : 'citizen',
  visitRequired: wanted.visitRequired,
  visitBasis: wanted.visitBasis,
  deadline: wanted.deadline,
  deadlineRule: wanted.deadlineRule,
  noLossDeadline: wanted.noLossDeadline ?? null,
  delivers: wanted.delivers,
  dependsOn: wanted.dependsOn.filter((procedureId) => taskIds.has(procedureId)),
});

export const referralOf = (
  wanted: Pick<PlannedTask, Exclude<keyof SnapshotReferral, 'persons'> | 'persons'>,
): SnapshotReferral => ({
  procedureId: wanted.procedureId,
  ruleId: wanted.ruleId,
  persons: [...wanted.persons],
  requirement: wanted.requirement,
  visitRequired: wanted.visitRequired,
  deadline: wanted.deadline,
  deadlineRule: wanted.deadlineRule,
});

const idsOf = (procedures: readonly DeterminedProcedure[]) =>
  procedures.map((procedure) => procedure.procedureId);

/**
 * What a case is made of: a task for every required procedure of the three sections and for every chosen one that is
 * really offered; what belongs to other offices becomes a referral; the rest stays on the case to be shown or asked.
 */
export function planCase(determined: Determined, chosenProcedures: readonly string[]): CasePlan {
  const chosen = new Set(chosenProcedures);
  const wanted = determined.procedures.filter((procedure) => isWanted(procedure, chosen));
  const tasks = wanted.filter(isTask);
  const taskIds = new Set(idsOf(tasks));
  const wantedIds = new Set(idsOf(wanted));
  const left = determined.procedures.filter((other) => !wantedIds.has(other.procedureId));
  return {
    ruleSet: determined.ruleSet,
    tasks: tasks.map((task) => plannedTask(task, taskIds)),
    referrals: wanted.filter((procedure) => !isTask(procedure)).map(referralOf),
    offered: idsOf(left.filter((procedure) => procedure.requirement === 'offered')),
    maybe: idsOf(left.filter((procedure) => procedure.requirement === 'maybe')),
    questions: determined.questions.map(({ fact, person, why }) => ({
      fact,
      person: person ?? null,
      procedures: [...why],
    })),
    automaticEffects: determined.automaticEffects,
    informational: determined.informational,
  };
}

import { SECTIONS, type EventContract, type SectionName } from './event-contract.js';
import {
  caseErasableOf,
  eraseCaseFor,
  forgetCaseFor,
  type CaseErasableData,
  type EraseCaseData,
  type SectionCaseErasedData,
} from './events/case-erasure.v1.js';
import { openTasksFor, type OpenTasksData, type OpenTasksSealed } from './events/open-tasks.v1.js';
import {
  changeWardFor,
  holdTaskFor,
  releaseTaskFor,
  supplyCorrectionFor,
  withdrawTaskFor,
  type ChangeWardData,
  type HoldTaskData,
  type SupplyCorrectionData,
  type SupplyCorrectionSealed,
  type TaskOrderData,
  type WithdrawTaskData,
} from './events/task-orders.v1.js';
import {
  taskChangedOf,
  tasksReceivedOf,
  withdrawalRefusedOf,
  type TaskChangedData,
  type TaskChangedSealed,
  type TasksReceivedData,
  type WithdrawalRefusedData,
} from './events/task-status.v1.js';

/** Everything that is said between life-events and one section. */
export interface SectionContracts {
  openTasks: EventContract<OpenTasksData, OpenTasksSealed>;
  releaseTask: EventContract<TaskOrderData>;
  holdTask: EventContract<HoldTaskData>;
  supplyCorrection: EventContract<SupplyCorrectionData, SupplyCorrectionSealed>;
  withdrawTask: EventContract<WithdrawTaskData>;
  changeWard: EventContract<ChangeWardData>;
  tasksReceived: EventContract<TasksReceivedData>;
  taskChanged: EventContract<TaskChangedData, TaskChangedSealed>;
  withdrawalRefused: EventContract<WithdrawalRefusedData>;
  eraseCase: EventContract<EraseCaseData>;
  caseErasable: EventContract<CaseErasableData>;
  forgetCase: EventContract<SectionCaseErasedData>;
}

const contractsOf = (section: SectionName): SectionContracts => ({
  openTasks: openTasksFor(section),
  releaseTask: releaseTaskFor(section),
  holdTask: holdTaskFor(section),
  supplyCorrection: supplyCorrectionFor(section),
  withdrawTask: withdrawTaskFor(section),
  changeWard: changeWardFor(section),
  tasksReceived: tasksReceivedOf(section),
  taskChanged: taskChangedOf(section),
  withdrawalRefused: withdrawalRefusedOf(section),
  eraseCase: eraseCaseFor(section),
  caseErasable: caseErasableOf(section),
  forgetCase: forgetCaseFor(section),
});

/** One object per section, made once: contracts are compared by identity. */
export const SECTION_CONTRACTS: Readonly<Record<SectionName, SectionContracts>> = {
  resident: contractsOf(SECTIONS[0]),
  insurance: contractsOf(SECTIONS[1]),
  childcare: contractsOf(SECTIONS[2]),
};

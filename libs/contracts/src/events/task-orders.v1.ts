import {
  HOLD_REASONS,
  WITHDRAW_REASONS,
  type HoldReason,
  type WithdrawReason,
} from '../code-lists.js';
import type { EventContract, SectionName } from '../event-contract.js';
import { factsSchema, identitiesSchema, type Identity } from '../personal-data.js';
import {
  closed,
  itemCode,
  listOf,
  oneOf,
  personText,
  uuid,
  wardCode,
} from '../schema/json-schema.js';
import { EXAMPLE } from './example-ids.js';
import { EXAMPLE_PLAN, taskPlanFields, type TaskPlan } from './open-tasks.v1.js';
import { taskTopic } from './section-topics.js';

export interface TaskOrderData {
  caseId: string;
  taskId: string;
}
export interface HoldTaskData extends TaskOrderData {
  reason: HoldReason;
}
export interface WithdrawTaskData extends TaskOrderData {
  reason: WithdrawReason;
}
export interface SupplyCorrectionData extends TaskOrderData {
  correctionId: string;
  /** The returned items that are answered; empty when only facts changed. */
  items: string[];
  /** What the same rules say now, as a whole; present when it, or the facts that it rests on, changed. */
  plan?: TaskPlan;
}
/** `facts` replaces the task's facts as a whole, `identities` the persons named there. */
export interface SupplyCorrectionSealed {
  answers: { item: string; value: string }[];
  facts?: Record<string, unknown>;
  identities?: Identity[];
}

export interface ChangeWardData {
  caseId: string;
  /** `PROTECTED_WARD` while the case names a protected person, else the ward that received it. */
  ward: string;
}

const EXAMPLE_ORDER = { caseId: EXAMPLE.caseId, taskId: EXAMPLE.taskId };

function order(section: SectionName, verb: string) {
  return {
    type: `madoguchi.${section}.${verb}`,
    topic: taskTopic(section),
    kind: 'command' as const,
    writer: 'life-events' as const,
    readers: [section],
    start: 'first' as const,
  };
}

export const releaseTaskFor = (section: SectionName): EventContract<TaskOrderData> => ({
  ...order(section, 'release-task'),
  summary:
    'The predecessors are decided (本登録), or a supervisor resolved the hold: the task may be worked on.',
  schema: closed({ caseId: uuid, taskId: uuid }),
  example: EXAMPLE_ORDER,
});

export const holdTaskFor = (section: SectionName): EventContract<HoldTaskData> => ({
  ...order(section, 'hold-task'),
  summary: 'The task may not be decided until it is released or withdrawn.',
  schema: closed({ caseId: uuid, taskId: uuid, reason: oneOf(HOLD_REASONS) }),
  example: { ...EXAMPLE_ORDER, reason: 'predecessor-rejected' },
});

export const withdrawTaskFor = (section: SectionName): EventContract<WithdrawTaskData> => ({
  ...order(section, 'withdraw-task'),
  summary:
    'Asks the section to withdraw the task; it answers with the state WITHDRAWN, or refuses once decided.',
  schema: closed({ caseId: uuid, taskId: uuid, reason: oneOf(WITHDRAW_REASONS) }),
  example: { ...EXAMPLE_ORDER, reason: 'citizen-request' },
});

export const changeWardFor = (section: SectionName): EventContract<ChangeWardData> => ({
  ...order(section, 'change-ward'),
  summary:
    'All tasks of the case, and all that is kept with them, lie in this ward from now on; no state and no version changes.',
  schema: closed({ caseId: uuid, ward: wardCode }),
  example: { caseId: EXAMPLE.caseId, ward: 'protected' },
});

export const supplyCorrectionFor = (
  section: SectionName,
): EventContract<SupplyCorrectionData, SupplyCorrectionSealed> => ({
  ...order(section, 'supply-correction'),
  summary:
    'Hands the citizen’s answers (補正), changed facts, and what they make of the plan, to a task.',
  schema: closed(
    {
      caseId: uuid,
      taskId: uuid,
      correctionId: uuid,
      items: listOf(itemCode, 50),
      plan: closed(taskPlanFields),
    },
    ['plan'],
  ),
  example: {
    ...EXAMPLE_ORDER,
    correctionId: EXAMPLE.correctionId,
    items: ['bank-account'],
    plan: EXAMPLE_PLAN,
  },
  sealedFor: section,
  sealedRequired: true,
  sealedSchema: closed(
    {
      answers: listOf(closed({ item: itemCode, value: personText(1000) }), 50),
      facts: factsSchema,
      identities: identitiesSchema,
    },
    ['facts', 'identities'],
  ),
  sealedExample: { answers: [{ item: 'bank-account', value: '窓口銀行 本店 普通 0000000' }] },
});

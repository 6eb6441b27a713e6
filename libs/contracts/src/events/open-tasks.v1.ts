import {
  FILING_CLASSES,
  REQUIREMENTS,
  VISIT_BASES,
  type TaskFiling,
  type TaskRequirement,
  type VisitBasis,
} from '../code-lists.js';
import type { EventContract, SectionName } from '../event-contract.js';
import { factsSchema, identitiesSchema, type Identity } from '../personal-data.js';
import {
  closed,
  code,
  flag,
  instant,
  listOf,
  oneOf,
  orNull,
  personId,
  plainDate,
  ruleCode,
  text,
  uuid,
  wardCode,
} from '../schema/json-schema.js';
import { EXAMPLE } from './example-ids.js';
import { taskTopic } from './section-topics.js';

/** What the rules say of one procedure for this case; a correction (補正) may change it. */
export interface TaskPlan {
  ruleId: string;
  persons: string[];
  requirement: TaskRequirement;
  filing: TaskFiling;
  visitRequired: boolean;
  visitBasis: VisitBasis;
  deadline: string | null;
  deadlineRule: string;
  noLossDeadline: string | null;
}

/** One procedure of the case as the section needs to know it, without anything about a person but the id. */
export interface OpenedTask extends TaskPlan {
  taskId: string;
  procedureId: string;
  /** Procedures of the same case whose decision this task waits for; empty = open for work at once. */
  waitsFor: string[];
  /** Whether something is handed over after the decision (a card, a certificate). */
  delivers: boolean;
}

export interface OpenTasksData {
  caseId: string;
  applicationId: string;
  reference: string;
  ward: string;
  lifeEvent: string;
  ruleSet: string;
  submittedAt: string;
  tasks: OpenedTask[];
}

/** For each task the facts that the catalogue lists for its procedure, and who the persons named there are. */
export interface OpenTasksSealed {
  identities: Identity[];
  facts: Record<string, Record<string, unknown>>;
}

export const taskPlanFields = {
  ruleId: ruleCode,
  persons: listOf(personId, 20),
  requirement: oneOf(REQUIREMENTS),
  filing: oneOf(FILING_CLASSES),
  visitRequired: flag,
  visitBasis: oneOf(VISIT_BASES),
  deadline: orNull(plainDate),
  deadlineRule: code,
  noLossDeadline: orNull(plainDate),
};

export const openedTaskFields = {
  taskId: uuid,
  procedureId: code,
  ...taskPlanFields,
  delivers: flag,
};

export const taskFactsSchema = closed({
  identities: identitiesSchema,
  facts: { type: 'object', additionalProperties: factsSchema },
});

export const EXAMPLE_PLAN: TaskPlan = {
  ruleId: 'BI-child-allowance-claim',
  persons: ['p1', 'p3'],
  requirement: 'required',
  filing: 'citizen',
  visitRequired: false,
  visitBasis: 'none',
  deadline: '2025-11-04',
  deadlineRule: 'A15',
  noLossDeadline: '2025-11-04',
};

export const EXAMPLE_TASK: OpenedTask = {
  taskId: EXAMPLE.taskId,
  procedureId: 'child-allowance-claim',
  ...EXAMPLE_PLAN,
  waitsFor: ['birth-registration'],
  delivers: false,
};

export function openTasksFor(section: SectionName): EventContract<OpenTasksData, OpenTasksSealed> {
  return {
    type: `madoguchi.${section}.open-tasks`,
    topic: taskTopic(section),
    kind: 'command',
    writer: 'life-events',
    readers: [section],
    start: 'first',
    summary: 'Opens all of this section’s tasks (所管課タスク) of one case at once.',
    schema: closed({
      caseId: uuid,
      applicationId: uuid,
      reference: text(20),
      ward: wardCode,
      lifeEvent: code,
      ruleSet: code,
      submittedAt: instant,
      tasks: {
        ...listOf(closed({ ...openedTaskFields, waitsFor: listOf(code, 100) }), 100),
        minItems: 1,
      },
    }),
    example: {
      caseId: EXAMPLE.caseId,
      applicationId: EXAMPLE.applicationId,
      reference: EXAMPLE.reference,
      ward: EXAMPLE.ward,
      lifeEvent: 'birth',
      ruleSet: 'kawasaki-2026-11',
      submittedAt: EXAMPLE.at,
      tasks: [EXAMPLE_TASK],
    },
    sealedFor: section,
    sealedRequired: true,
    sealedSchema: taskFactsSchema,
    sealedExample: {
      identities: [{ person: 'p1', familyName: '窓口', givenName: '太郎' }],
      facts: {
        [EXAMPLE.taskId]: { eventDate: '2025-10-20', persons: [{ id: 'p1', higherEarner: true }] },
      },
    },
  };
}

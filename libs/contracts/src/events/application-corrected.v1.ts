import type { EventContract } from '../event-contract.js';
import { factsSchema, identitiesSchema, type Identity } from '../personal-data.js';
import { closed, instant, itemCode, listOf, personText, uuid } from '../schema/json-schema.js';
import { EXAMPLE } from './example-ids.js';

export interface AnsweredTask {
  taskId: string;
  items: string[];
}

export interface ApplicationCorrectedData {
  applicationId: string;
  caseId: string;
  correctionId: string;
  /** Which returned items are answered, task by task; the answers themselves are sealed. */
  answered: AnsweredTask[];
  changesFacts: boolean;
  correctedAt: string;
}

export interface Answer {
  taskId: string;
  item: string;
  value: string;
}

/** `request` and `identities`, where given, replace the filed ones as a whole. */
export interface Correction {
  answers: Answer[];
  request?: Record<string, unknown>;
  identities?: Identity[];
}

export const correctionSchema = closed(
  {
    answers: listOf(closed({ taskId: uuid, item: itemCode, value: personText(1000) })),
    request: factsSchema,
    identities: identitiesSchema,
  },
  ['request', 'identities'],
);

export const ApplicationCorrectedV1: EventContract<ApplicationCorrectedData, Correction> = {
  type: 'madoguchi.application.corrected',
  topic: 'madoguchi.applications.application.v1',
  kind: 'event',
  writer: 'applications',
  readers: ['life-events'],
  start: 'first',
  summary: 'The citizen answered what a section had returned (補正); facts may have changed.',
  schema: closed({
    applicationId: uuid,
    caseId: uuid,
    correctionId: uuid,
    answered: listOf(closed({ taskId: uuid, items: listOf(itemCode, 50) })),
    changesFacts: { type: 'boolean' },
    correctedAt: instant,
  }),
  example: {
    applicationId: EXAMPLE.applicationId,
    caseId: EXAMPLE.caseId,
    correctionId: EXAMPLE.correctionId,
    answered: [{ taskId: EXAMPLE.taskId, items: ['bank-account'] }],
    changesFacts: false,
    correctedAt: EXAMPLE.at,
  },
  sealedFor: 'life-events',
  sealedRequired: true,
  sealedSchema: correctionSchema,
  sealedExample: {
    answers: [
      { taskId: EXAMPLE.taskId, item: 'bank-account', value: '窓口銀行 本店 普通 0000000' },
    ],
  },
};

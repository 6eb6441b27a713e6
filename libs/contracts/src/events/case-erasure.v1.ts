import type { EventContract, SectionName } from '../event-contract.js';
import { closed, instant, uuid } from '../schema/json-schema.js';
import { EXAMPLE } from './example-ids.js';
import { statusTopic, taskTopic } from './section-topics.js';

export interface EraseCaseData {
  caseId: string;
}

/** A section's receipt (受領). */
export interface CaseErasableData {
  caseId: string;
  erasableAt: string;
}

export interface SectionCaseErasedData {
  caseId: string;
  erasedAt: string;
}

export interface CaseErasedData extends SectionCaseErasedData {
  applicationId: string;
}

const EXAMPLE_ERASED = { caseId: EXAMPLE.caseId, erasedAt: EXAMPLE.at };

const command = (section: SectionName, verb: string) => ({
  type: `madoguchi.${section}.${verb}`,
  topic: taskTopic(section),
  kind: 'command' as const,
  writer: 'life-events' as const,
  readers: [section],
  start: 'first' as const,
});

export const eraseCaseFor = (section: SectionName): EventContract<EraseCaseData> => ({
  ...command(section, 'erase-case'),
  summary:
    'The case is to be erased: the section answers case-erasable once it has applied everything before this and every task of the case has ended.',
  schema: closed({ caseId: uuid }),
  example: { caseId: EXAMPLE.caseId },
});

export const caseErasableOf = (section: SectionName): EventContract<CaseErasableData> => ({
  type: `madoguchi.${section}.case-erasable`,
  topic: statusTopic(section),
  kind: 'event',
  writer: section,
  readers: ['life-events'],
  start: 'first',
  summary:
    'The section’s receipt (受領): it needs nothing of this case any more, and has nothing of it left to say.',
  schema: closed({ caseId: uuid, erasableAt: instant }),
  example: { caseId: EXAMPLE.caseId, erasableAt: EXAMPLE.at },
});

export const forgetCaseFor = (section: SectionName): EventContract<SectionCaseErasedData> => ({
  ...command(section, 'forget-case'),
  summary:
    'The keys of the case are destroyed: the section drops them from memory and leaves a tombstone of each task.',
  schema: closed({ caseId: uuid, erasedAt: instant }),
  example: EXAMPLE_ERASED,
});

export const CaseErasedV1: EventContract<CaseErasedData> = {
  type: 'madoguchi.case.erased',
  topic: 'madoguchi.life-events.case.v1',
  kind: 'event',
  writer: 'life-events',
  readers: ['applications'],
  start: 'any',
  summary: 'The keys of the case are destroyed: only tombstones are left of it, for good.',
  schema: closed({ caseId: uuid, applicationId: uuid, erasedAt: instant }),
  example: { ...EXAMPLE_ERASED, applicationId: EXAMPLE.applicationId },
};

import type { EventContract } from '../event-contract.js';
import { closed, instant, uuid } from '../schema/json-schema.js';
import { EXAMPLE } from './example-ids.js';

export interface ApplicationWithdrawalRequestedData {
  applicationId: string;
  caseId: string;
  withdrawalId: string;
  requestedAt: string;
}

export const ApplicationWithdrawalRequestedV1: EventContract<ApplicationWithdrawalRequestedData> = {
  type: 'madoguchi.application.withdrawal-requested',
  topic: 'madoguchi.applications.application.v1',
  kind: 'event',
  writer: 'applications',
  readers: ['life-events'],
  start: 'first',
  summary:
    'The citizen asks to withdraw the whole filing (取下げ); each section decides about its tasks.',
  schema: closed({ applicationId: uuid, caseId: uuid, withdrawalId: uuid, requestedAt: instant }),
  example: {
    applicationId: EXAMPLE.applicationId,
    caseId: EXAMPLE.caseId,
    withdrawalId: EXAMPLE.withdrawalId,
    requestedAt: EXAMPLE.at,
  },
};

import type { EventContract } from '../event-contract.js';
import {
  applicantSchema,
  consentSchema,
  contactSchema,
  factsSchema,
  identitiesSchema,
  type Applicant,
  type Consent,
  type Contact,
  type Identity,
} from '../personal-data.js';
import {
  closed,
  code,
  instant,
  listOf,
  plainDate,
  text,
  uuid,
  wardCode,
} from '../schema/json-schema.js';
import { EXAMPLE } from './example-ids.js';

export interface ApplicationSubmittedData {
  applicationId: string;
  caseId: string;
  reference: string;
  ward: string;
  lifeEvent: string;
  intakeDate: string;
  chosenProcedures: string[];
  submittedAt: string;
}

/** The filing itself. `request` is a determination request as facts.md lays it down. */
export interface Filing {
  applicant: Applicant;
  contact: Contact;
  consent: Consent;
  identities: Identity[];
  request: Record<string, unknown>;
}

export const filingSchema = closed({
  applicant: applicantSchema,
  contact: contactSchema,
  consent: consentSchema,
  identities: identitiesSchema,
  request: factsSchema,
});

const filingExample: Filing = {
  applicant: { person: 'p1' },
  contact: { email: 'taro@example.jp', preferredChannel: 'email' },
  consent: { shareWithSections: true, reuseNextTime: false },
  identities: [
    {
      person: 'p1',
      familyName: '窓口',
      givenName: '太郎',
      familyNameKana: 'マドグチ',
      givenNameKana: 'タロウ',
    },
  ],
  request: {
    lifeEvent: 'birth',
    eventDate: '2025-10-20',
    ward: { code5: '14133' },
    householdFacts: { persons: [] },
  },
};

export const ApplicationSubmittedV1: EventContract<ApplicationSubmittedData, Filing> = {
  type: 'madoguchi.application.submitted',
  topic: 'madoguchi.applications.application.v1',
  kind: 'event',
  writer: 'applications',
  readers: ['life-events'],
  start: 'first',
  summary: 'A filing (申請) was accepted; it opens the case whose id it carries.',
  schema: closed({
    applicationId: uuid,
    caseId: uuid,
    reference: text(20),
    ward: wardCode,
    lifeEvent: code,
    intakeDate: plainDate,
    chosenProcedures: listOf(code, 100),
    submittedAt: instant,
  }),
  example: {
    applicationId: EXAMPLE.applicationId,
    caseId: EXAMPLE.caseId,
    reference: EXAMPLE.reference,
    ward: EXAMPLE.ward,
    lifeEvent: 'birth',
    intakeDate: '2025-10-27',
    chosenProcedures: ['my-number-card-application'],
    submittedAt: EXAMPLE.at,
  },
  sealedFor: 'life-events',
  sealedRequired: true,
  sealedSchema: filingSchema,
  sealedExample: filingExample,
};

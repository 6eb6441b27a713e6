import {
  SECTIONS,
  type EventContract,
  type SectionName,
  type ServiceName,
} from '../event-contract.js';
import {
  closed,
  code,
  counter,
  instant,
  listOf,
  oneOf,
  orNull,
  uuid,
} from '../schema/json-schema.js';
import { EXAMPLE } from './example-ids.js';

/** Equal accesses of one day, as the person whose case it is may know of them: nothing says who of the section it was. */
export interface CaseAccess {
  /** The first and the last of them; the same when it was one. */
  firstAt: string;
  lastAt: string;
  times: number;
  /** The section (所管) of who looked; null for staff of the whole city. */
  section: SectionName | null;
  /** Codes of the policy table (libs/auth). */
  role: string;
  purpose: string;
  action: string;
  dataKinds: string[];
}

export interface CaseAccessedData {
  caseId: string;
  accesses: CaseAccess[];
}

/** More than a batch has records. */
const MOST = 1_000;

/** Where a service says who looked at which case. */
export const accessTopic = (service: ServiceName): string => `madoguchi.${service}.access.v1`;

const caseAccessedAt = (service: ServiceName): EventContract<CaseAccessedData> => ({
  type: `madoguchi.${service}.case-accessed`,
  topic: accessTopic(service),
  kind: 'event',
  writer: service,
  readers: ['applications'],
  start: 'first',
  summary:
    'Staff looked at the case or worked on it here: in which role, for which purpose, at which kinds of data. Never who.',
  schema: closed({
    caseId: uuid,
    accesses: {
      ...listOf(
        closed({
          firstAt: instant,
          lastAt: instant,
          times: counter,
          section: orNull(oneOf(SECTIONS)),
          role: code,
          purpose: code,
          action: code,
          dataKinds: listOf(code, 50),
        }),
        MOST,
      ),
      minItems: 1,
    },
  }),
  example: {
    caseId: EXAMPLE.caseId,
    accesses: [
      {
        firstAt: EXAMPLE.at,
        lastAt: EXAMPLE.at,
        times: 1,
        section: 'childcare',
        role: 'reviewer',
        purpose: 'review',
        action: 'task.read',
        dataKinds: ['identity', 'facts'],
      },
    ],
  },
});

/** One object per service, made once: contracts are compared by identity. */
export const CASE_ACCESSED: Readonly<Record<ServiceName, EventContract<CaseAccessedData>>> = {
  applications: caseAccessedAt('applications'),
  'life-events': caseAccessedAt('life-events'),
  resident: caseAccessedAt('resident'),
  insurance: caseAccessedAt('insurance'),
  childcare: caseAccessedAt('childcare'),
};

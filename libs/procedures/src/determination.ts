import type { PlainDate } from '@app/japan';
import type { ContradictionCode } from './contradictions/contradiction-code.js';

/** The life events of the vocabulary; which of them the current tables cover says `SUPPORTED_LIFE_EVENTS`. */
export const LIFE_EVENTS = [
  'birth',
  'pregnancy',
  'move-in',
  'move-in-from-abroad',
  'move-out',
  'move-between-wards',
  'move-within',
  'marriage',
  'divorce',
  'death',
  'retirement',
  'employment',
  'name-change',
  'nursery',
  'turning-65',
  'turning-75',
  'disability-or-care',
] as const;
export type LifeEvent = (typeof LIFE_EVENTS)[number];

/** The owners of procedures (所管). */
export const SECTIONS = ['resident', 'insurance', 'childcare', 'other'] as const;
export type Section = (typeof SECTIONS)[number];

export type FactValue =
  string | number | boolean | null | readonly string[] | { readonly [name: string]: string };

/** One person of a household by the names of the vocabulary; an absent fact is unknown. */
export interface PersonFacts {
  readonly id: string;
  readonly role: string;
  readonly [fact: string]: FactValue | undefined;
}

/** A household by the names of the vocabulary; an absent fact is unknown. */
export interface HouseholdFacts {
  readonly persons: readonly PersonFacts[];
  readonly [fact: string]: FactValue | readonly PersonFacts[] | undefined;
}

export interface WardReference {
  readonly code5: string;
  readonly code6?: string;
  readonly name?: string;
}

export interface DeterminationRequest {
  readonly lifeEvent: LifeEvent;
  readonly eventDate: PlainDate;
  readonly intakeDate?: PlainDate;
  readonly ward: WardReference;
  readonly householdFacts: HouseholdFacts;
}

export type Requirement = 'required' | 'offered' | 'maybe';
export type VisitBasis = 'law' | 'physical-card' | 'consultation' | 'none';
export type FilingClass = 'citizen' | 'deemed';
export type DeadlineRule =
  | 'J14'
  | 'J10'
  | 'J15'
  | 'J30'
  | 'K14'
  | 'K7'
  | 'K10'
  | 'KM3'
  | 'A15'
  | 'M3'
  | 'Y2'
  | 'Y5'
  | 'C90'
  | 'PRE'
  | 'SOON'
  | 'NONE'
  | 'AUTO'
  | 'FIX';

export interface DeterminedProcedure {
  readonly procedureId: string;
  readonly nameJa: string;
  readonly section: Section;
  /** Ids of the request's persons, in the request's order. */
  readonly persons: readonly string[];
  readonly requirement: Requirement;
  readonly deadline: PlainDate | null;
  readonly deadlineRule: DeadlineRule;
  readonly countedFrom: PlainDate | null;
  readonly rawLastDay: PlainDate | null;
  /** Exactly with `A15`. */
  readonly noLossDeadline?: PlainDate | null;
  readonly visitRequired: boolean;
  readonly visitBasis: VisitBasis;
  readonly filing: FilingClass;
  readonly dependsOn: readonly string[];
  readonly documents: readonly string[];
  readonly receptionCounter: string;
  readonly backOffice: string;
  readonly law: string;
  readonly reason: string;
  readonly reasonEn: string;
  /** The row that proposes it; several rows joined by `+`. */
  readonly ruleId: string;
}

export interface Question {
  readonly fact: string;
  /** The person asked about; absent = a fact of the household. */
  readonly person?: string;
  readonly textJa: string;
  readonly textEn: string;
  readonly why: readonly string[];
}

export interface Determination {
  readonly ruleSet: string;
  readonly evaluatedOn: PlainDate;
  readonly procedures: readonly DeterminedProcedure[];
  readonly questions: readonly Question[];
  readonly automaticEffects: readonly string[];
  readonly informational: readonly string[];
}

/** One thing wrong with the input. */
export interface FieldError {
  /** JSON pointer (RFC 6901) into what was given; empty = the whole. */
  readonly pointer: string;
  readonly code: FieldErrorCode | ContradictionCode;
  readonly detailJa: string;
  readonly detailEn: string;
  /** The known name or value nearest to an unknown one. */
  readonly nearest?: string;
  /** Ids of the persons whose facts contradict each other. */
  readonly persons?: readonly string[];
}

export type FieldErrorCode =
  | 'missing'
  | 'unknown-field'
  | 'wrong-type'
  | 'not-allowed'
  | 'no-such-date'
  | 'out-of-range'
  | 'too-long'
  | 'too-many'
  | 'too-deep'
  | 'forbidden-character'
  | 'not-of-this-city'
  | 'wrong-check-digit'
  | 'no-such-person'
  | 'duplicate-person'
  | 'my-number'
  | 'life-event-not-supported';

import type { OpenDayCalendar } from '@app/japan';
import {
  cityCalendar,
  determine,
  readDeterminationRequest,
  type Determination,
  type DeterminedProcedure,
} from '../index.js';
import { factOrder } from '../vocabulary.js';

export type Json = Readonly<Record<string, unknown>>;

export interface Scene {
  readonly lifeEvent: string;
  readonly eventDate: string;
  readonly intakeDate?: string;
  readonly facts?: Json;
  readonly persons: readonly Json[];
}

/** A request as it would arrive, for a household of the scene. */
export function requestOf({ lifeEvent, eventDate, intakeDate, facts = {}, persons }: Scene): Json {
  return {
    lifeEvent,
    eventDate,
    ...(intakeDate === undefined ? {} : { intakeDate }),
    ward: { code5: '14133', code6: '141330' },
    householdFacts: { ...facts, persons },
  };
}

const calendar: OpenDayCalendar = cityCalendar();

/** Reads and determines; a request that is refused is a mistake of the test. */
export function determined(scene: Scene): Determination {
  const read = readDeterminationRequest(requestOf(scene));
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return determine(read.value, { calendar });
}

export function find(result: Determination, procedureId: string): DeterminedProcedure | undefined {
  return result.procedures.find((one) => one.procedureId === procedureId);
}

/** `required p1,p3`, `maybe p2`, … or undefined when it is not proposed. */
export function standing(result: Determination, procedureId: string): string | undefined {
  const found = find(result, procedureId);
  return found === undefined ? undefined : `${found.requirement} ${found.persons.join(',')}`.trim();
}

/** `fact` or `fact of person`, in the order of the vocabulary; that of the interview has its own tests. */
export function asked(result: Determination, procedureId?: string): string[] {
  return result.questions
    .filter(({ why }) => procedureId === undefined || why.includes(procedureId))
    .toSorted(
      (one, other) =>
        factOrder(one.fact) - factOrder(other.fact) ||
        (one.person ?? '').localeCompare(other.person ?? ''),
    )
    .map(({ fact, person }) => (person === undefined ? fact : `${fact} of ${person}`));
}

export function requiredIds(result: Determination): string[] {
  return result.procedures
    .filter(({ requirement }) => requirement === 'required')
    .map(({ procedureId }) => procedureId);
}

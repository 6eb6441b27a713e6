import type { PlainDate } from '@app/japan';
import type { Determination, DeterminationRequest, DeterminedProcedure } from '../determination.js';
import { countersOf, oneMayCome, type Counter } from './counters.js';
import { mergedDocuments, type MergedDocument } from './documents.js';
import { fewestVisits, type Errand, type PlannedVisit } from './visit-search.js';

/** One way to a counter. */
export interface Visit {
  readonly place: string;
  /** The counters of this visit, in the order of the procedures. */
  readonly counters: readonly Counter[];
  readonly procedures: readonly string[];
  /** Ids of the persons who come themselves. */
  readonly mustCome: readonly string[];
  /** Of each of these groups one person comes, where nobody of it must come anyhow. */
  readonly oneOf: readonly (readonly string[])[];
  readonly bring: readonly MergedDocument[];
  /** The earliest deadline of its procedures, or of a later visit that waits for this one; null = none. */
  readonly lastDay: PlainDate | null;
}

/**
 * The required procedures that need a visit, grouped into the fewest visits in the order of their dependencies
 * (reference 1.1 d). Every such procedure stands in exactly one visit.
 */
export function visitPlan(determination: Determination, request: DeterminationRequest): Visit[] {
  const required = determination.procedures.filter((one) => one.requirement === 'required');
  const byId = new Map(required.map((one) => [one.procedureId, one]));
  const errands = required
    .filter(({ visitRequired }) => visitRequired)
    .map((one) => errandOf(one, byId));
  const planned = fewestVisits(errands);
  const lastDays = lastDaysOf(planned, errands, byId);
  return planned.map((visit, at) => {
    const inVisit = visit.errands.flatMap((id) => byId.get(id) ?? []);
    return {
      place: visit.place,
      counters: countersIn(visit.place, inVisit),
      procedures: visit.errands,
      ...whoComes(inVisit, request),
      bring: mergedDocuments(inVisit, determination).bring,
      lastDay: lastDays[at] ?? null,
    };
  });
}

type ById = ReadonlyMap<string, DeterminedProcedure>;

function errandOf(one: DeterminedProcedure, byId: ById): Errand {
  const after = new Set<string>();
  const inLaterVisitThan = new Set<string>();
  const climb = (of: DeterminedProcedure, waits: boolean): void => {
    for (const before of of.dependsOn.flatMap((id) => byId.get(id) ?? [])) {
      if (before.visitRequired) (waits ? inLaterVisitThan : after).add(before.procedureId);
      // A deemed filing is done with its notification; any other one has to be filed and registered first.
      climb(before, waits || (!before.visitRequired && before.filing !== 'deemed'));
    }
  };
  climb(one, false);
  return {
    id: one.procedureId,
    places: [...new Set(countersOf(one.receptionCounter).map(({ place }) => place))],
    after: [...after],
    inLaterVisitThan: [...inLaterVisitThan],
  };
}

function countersIn(place: string, procedures: readonly DeterminedProcedure[]): Counter[] {
  const counters = procedures.flatMap(({ receptionCounter }) =>
    countersOf(receptionCounter)
      .filter((counter) => counter.place === place)
      .slice(0, 1),
  );
  return [...new Map(counters.map((counter) => [counter.ja, counter])).values()];
}

function whoComes(
  procedures: readonly DeterminedProcedure[],
  { householdFacts }: DeterminationRequest,
): Pick<Visit, 'mustCome' | 'oneOf'> {
  const living = householdFacts.persons
    .filter(({ deceased }) => deceased !== true)
    .map(({ id }) => id);
  const named = ({ persons }: DeterminedProcedure) => living.filter((id) => persons.includes(id));
  const [anyOne, everyOne] = [true, false].map((one) =>
    procedures.filter(({ procedureId }) => oneMayCome(procedureId) === one),
  ) as [DeterminedProcedure[], DeterminedProcedure[]];
  const coming = new Set(everyOne.flatMap(named));
  const groups = anyOne
    .map(named)
    .filter((group) => group.length > 0 && !group.some((id) => coming.has(id)));
  return {
    mustCome: living.filter((id) => coming.has(id)),
    oneOf: [...new Map(groups.map((group) => [group.join('\n'), group])).values()],
  };
}

/** No visit is later than one that waits for it. */
function lastDaysOf(
  visits: readonly PlannedVisit[],
  errands: readonly Errand[],
  byId: ById,
): (PlainDate | null)[] {
  const waitsFor = new Map(errands.map((one) => [one.id, [...one.after, ...one.inLaterVisitThan]]));
  const days = visits.map((visit) =>
    earliest(visit.errands.map((id) => byId.get(id)?.deadline ?? null)),
  );
  for (let at = visits.length - 1; at > 0; at--) {
    const needed = new Set(visits[at]?.errands.flatMap((id) => waitsFor.get(id) ?? []));
    visits.slice(0, at).forEach(({ errands: earlier }, before) => {
      if (earlier.some((id) => needed.has(id)))
        days[before] = earliest([days[before] ?? null, days[at] ?? null]);
    });
  }
  return days;
}

function earliest(days: readonly (PlainDate | null)[]): PlainDate | null {
  return days.filter((day) => day !== null).sort()[0] ?? null;
}

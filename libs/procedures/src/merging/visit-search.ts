/** Something that is done at a counter. */
export interface Errand {
  readonly id: string;
  /** Where it can be done; one of them is enough. */
  readonly places: readonly string[];
  /** Errands that come before it, in the same visit or an earlier one. */
  readonly after: readonly string[];
  /** Errands that have to lie in an earlier visit: something is filed and registered in between. */
  readonly inLaterVisitThan: readonly string[];
}

export interface PlannedVisit {
  readonly place: string;
  /** Ids in the order given, predecessors first. */
  readonly errands: readonly string[];
}

interface Plan {
  readonly done: ReadonlySet<string>;
  readonly visits: readonly PlannedVisit[];
}

/**
 * The fewest visits that do every errand once, in the order of what depends on what. Exact: breadth first over what is
 * done; whoever is at a place does all that can be done there, since doing more never costs a later visit. `errands` are
 * in an order in which predecessors come first. An errand that waits for what cannot come is left out.
 */
export function fewestVisits(errands: readonly Errand[]): readonly PlannedVisit[] {
  const places = [...new Set(errands.flatMap((errand) => errand.places))];
  const seen = new Set<string>();
  let plans: Plan[] = [{ done: new Set(), visits: [] }];
  let last = plans;
  while (plans.length > 0) {
    const complete = plans.find(({ done }) => done.size === errands.length);
    if (complete !== undefined) return complete.visits;
    last = plans;
    plans = plans
      .flatMap((plan) => places.flatMap((place) => oneMore(plan, place, errands)))
      .filter(({ done }) => isNew(done, seen));
  }
  return last[0]?.visits ?? [];
}

function oneMore({ done, visits }: Plan, place: string, errands: readonly Errand[]): Plan[] {
  const now = new Set<string>();
  for (const errand of errands) {
    const free =
      !done.has(errand.id) &&
      errand.places.includes(place) &&
      errand.after.every((id) => done.has(id) || now.has(id)) &&
      errand.inLaterVisitThan.every((id) => done.has(id));
    if (free) now.add(errand.id);
  }
  if (now.size === 0) return [];
  return [{ done: done.union(now), visits: [...visits, { place, errands: [...now] }] }];
}

function isNew(done: ReadonlySet<string>, seen: Set<string>): boolean {
  const key = JSON.stringify([...done].sort());
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

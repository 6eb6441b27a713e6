import type { PersonFacts, Requirement } from '../determination.js';
import type { Evaluation } from './evaluation.js';
import { asksOf, isFalse, isTrue, or, type FactRef, type Tri } from './maybe.js';
import { distinct } from './settle.js';
import type { ProposingRow } from './tables.js';

/** What the rows say about one procedure. */
export interface Outcome {
  readonly procedureId: string;
  readonly requirement: Requirement;
  /** Who is named for certain; of a `maybe`: who may be. */
  readonly persons: readonly string[];
  /** The facts that can still change this outcome. */
  readonly asks: readonly FactRef[];
  /** The rows that make it so. */
  readonly rows: readonly ProposingRow[];
  /** For each person the rows that decide his or her filing class and first day. */
  readonly grounds: readonly Ground[];
}

/** A row that makes it so, for one person; without a person where the procedure names nobody. */
export interface Ground {
  readonly row: ProposingRow;
  readonly person?: PersonFacts;
}

/** The outcome for a procedure, or undefined when no row proposes it. */
export function outcomeOf(evaluation: Evaluation, procedureId: string): Outcome | undefined {
  const required = evaluation.isProposed(procedureId, 'required');
  const offered = evaluation.isProposed(procedureId, 'offered');
  const requirement = requirementOf(required, offered);
  if (requirement === undefined) return undefined;
  const kinds = requirement === 'maybe' ? (['required', 'offered'] as const) : [requirement];
  const rows = kinds.flatMap((kind) => evaluation.rowsFor(procedureId, kind));
  const wanted = requirement === 'maybe' ? (tri: Tri) => !isFalse(tri) : isTrue;
  const members = membersOf(evaluation, rows);
  const open = requirement === 'maybe' ? [required, offered] : [];
  const holding = ownFirst(evaluation, rows).filter(({ row }) => wanted(evaluation.holds(row)));
  return {
    procedureId,
    requirement,
    persons: evaluation.household.persons
      .map(({ id }) => id)
      .filter((id) => wanted(members.get(id) ?? NOBODY)),
    asks: distinct(asksOf(...open, ...members.values())),
    rows: holding,
    grounds: groundsOf(evaluation, holding, wanted),
  };
}

const NOBODY: Tri = { known: true, value: false };

/** Where one row offers it and another that could require it is open, it is `maybe` (facts.md). */
function requirementOf(required: Tri, offered: Tri): Requirement | undefined {
  if (isTrue(required)) return 'required';
  if (!required.known) return 'maybe';
  if (isTrue(offered)) return 'offered';
  return offered.known ? undefined : 'maybe';
}

function membersOf(evaluation: Evaluation, rows: readonly ProposingRow[]): Map<string, Tri> {
  const members = new Map<string, Tri>();
  for (const { person, member } of rows.flatMap((row) => evaluation.named(row))) {
    const earlier = members.get(person.id);
    members.set(person.id, earlier === undefined ? member : or(earlier, member));
  }
  return members;
}

function ownFirst(evaluation: Evaluation, rows: readonly ProposingRow[]): ProposingRow[] {
  const [own] = evaluation.household.eventCodes;
  const isOwn = ({ code }: ProposingRow) => code === own;
  return [...rows.filter(isOwn), ...rows.filter((row) => !isOwn(row))];
}

/** Where a row of the life event and one of its move name the same person, the first one decides (reference 4.1). */
function groundsOf(
  evaluation: Evaluation,
  rows: readonly ProposingRow[],
  wanted: (tri: Tri) => boolean,
): Ground[] {
  const all = rows.flatMap((row): Ground[] => {
    const named = evaluation.named(row).filter(({ member }) => wanted(member));
    return named.length === 0 ? [{ row }] : named.map(({ person }) => ({ row, person }));
  });
  const [own] = evaluation.household.eventCodes;
  const decided = new Set(all.filter(({ row }) => row.code === own).map(({ person }) => person));
  return all.filter(({ row, person }) => row.code === own || !decided.has(person));
}

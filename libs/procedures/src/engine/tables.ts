import { procedure } from '../catalogue.js';
import type { Proposal, Row, RuleSet } from '../rule-set.js';
import type { Household } from './household.js';

/** A row in force with what it says about one procedure. */
export interface ProposingRow {
  readonly row: Row;
  readonly proposal: Proposal;
}

/** The rows of an event that are in force on a day, and which of them propose a procedure. */
export interface TablesInForce {
  readonly rows: readonly Row[];
  readonly proposing: ReadonlyMap<string, readonly ProposingRow[]>;
}

/** What counts on the event date: rows and procedures have dates of validity (reference 0.4). */
export function tablesInForce(
  { rows }: RuleSet,
  { eventCode, eventDate }: Household,
): TablesInForce {
  const inForce = rows.filter((row) => row.events.includes(eventCode) && isInForce(row, eventDate));
  const proposing = new Map<string, ProposingRow[]>();
  for (const row of inForce) {
    for (const proposal of row.then) {
      if (!isInForce(procedure(proposal.procedure), eventDate)) continue;
      proposing.set(proposal.procedure, [
        ...(proposing.get(proposal.procedure) ?? []),
        { row, proposal },
      ]);
    }
  }
  return { rows: inForce, proposing };
}

function isInForce(
  { validFrom, validTo }: { validFrom?: string; validTo?: string },
  day: string,
): boolean {
  return (validFrom === undefined || validFrom <= day) && (validTo === undefined || day <= validTo);
}
